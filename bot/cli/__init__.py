"""One module a subcommand of `companion`: `add_arguments` and `run`."""
