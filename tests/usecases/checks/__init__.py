"""The checks of `audit check`, on real files."""
