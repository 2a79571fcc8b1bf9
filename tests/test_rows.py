"""What the rows of the stream are drawn anew for."""

import re
from typing import Any

from hallchat.states.session import SessionState
from hallchat.ui import message


def test_a_row_is_not_drawn_again_for_each_other_message() -> None:
    """It follows the reader's language and who they are; what else it shows is handed to it, and compared."""
    row: Any = message.message_row
    hooks = list(row._definition.component._get_all_hooks())
    assert [re.findall(r'useStateContext\("(.+?)"\)', hook) for hook in hooks] == [[SessionState.get_full_name()]]
