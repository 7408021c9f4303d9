"""`python -m onestop_cli` is the command `onestop`."""

from onestop_cli.cli.app import main

if __name__ == "__main__":
    main()
