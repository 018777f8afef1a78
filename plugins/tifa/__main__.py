"""`python -m tifa`, for systems that do not find the command."""

from tifa.cli import main

main(prog_name="tifa")
