"""The table of cleaning rules: the lines of a text that are boilerplate. The first rule that matches a line applies."""

from pipelines.clean.buttons import BUTTONS, COMMENTS
from pipelines.clean.credits import CREDITS, HEADER
from pipelines.clean.notices import LINKS, NOTICES

RULES = (*HEADER, *CREDITS, *BUTTONS, *COMMENTS, *LINKS, *NOTICES)
