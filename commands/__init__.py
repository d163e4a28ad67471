"""The subcommands of `archive`, one in each file. They parse options and print results; other packages do the work."""
