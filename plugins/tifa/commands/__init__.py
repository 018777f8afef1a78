"""The subcommands of `tifa`, one module each; `cli.py` puts them together."""
