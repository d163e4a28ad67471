"""The subcommands of `archive`, one in each file. They parse options and print results; other packages do the work."""

from cundang.files.endings import tell_shortages

tell_shortages()  # before any other module is loaded
