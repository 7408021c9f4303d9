"""`python -m onestop_cli` is the command `onestop`."""

from onestop_cli.cli.start import main

if __name__ == "__main__":
    main()
