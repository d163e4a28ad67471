"""The table of cleaning rules: what is page furniture and no text of the article. The first that matches applies."""

from pipelines.clean.buttons import BUTTONS, COMMENTS
from pipelines.clean.credits import CREDITS, HEADER
from pipelines.clean.notices import LINKS, NOTICES

RULES = (*HEADER, *CREDITS, *BUTTONS, *COMMENTS, *LINKS, *NOTICES)
