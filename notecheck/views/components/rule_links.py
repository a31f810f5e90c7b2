"""Links to the page of a rule, wherever they stand: followed within the visit, so that nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

# A link opened in a new tab or window stays a link.
_JS: Final = """
const followers = new WeakMap();
export default ({ parentElement, setTriggerValue }) => {
  let follower = followers.get(parentElement);
  if (!follower) {
    follower = { click: (event) => click(follower, event) };
    followers.set(parentElement, follower);
  }
  follower.send = (rule) => setTriggerValue("rule", rule);
  document.addEventListener("click", follower.click);
  return () => document.removeEventListener("click", follower.click);
};
function click(follower, event) {
  const link = event.target.closest?.("a[data-rule]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  follower.send(link.dataset.rule);
}
"""


def rule_links(*, key: str, follow: Callable[[], None]) -> None:
    """Follow the links with a `data-rule`.

    Args:
        key: under which the rule's name stands in the session when `follow` is called: `session[key]["rule"]`.
        follow: called before the next run of the page.
    """
    st.components.v2.component("notecheck_rule_links", js=_JS)(key=key, on_rule_change=follow)
