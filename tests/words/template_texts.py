"""Sentences glued together, or left out of translation, in Jinja templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from jinja2 import Environment, nodes

TRANSLATES = {"_", "gettext", "ngettext"}
ATTRIBUTES = {"placeholder", "aria-label", "aria-description", "title", "alt", "label"}
# Parts of one line; all else begins a text of its own.
INLINE = {"a", "b", "strong", "em", "i", "span", "abbr", "time", "code", "sup", "sub", "kbd"}
# Signs, units and names that are the same in every language.
SAME = {"kWh", "kW", "IGV", "S", "MB"}
TRANSLATED, OTHER, BRANCH, LINK = "\ue000", "\ue001", "\ue002", "\ue003"
_SENTENCE_END = re.compile(r"[.?!:»”…]$")
_LETTERS = re.compile(r"[^\W\d_]+")
_COMMENT = re.compile(
    r"\{#.*?#\}|\{%-?\s*raw.*?endraw\s*-?%\}|\{% block main_class %\}.*?\{% endblock %\}|<code\b.*?</code>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"|&\w+;")
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_CALL = re.compile(r"^(?:_|gettext|ngettext)\(\s*(?P<quote>[\"'])(?P<text>.*?)(?P=quote)", re.DOTALL)
_WHOLE_CALL = re.compile(r"^(?:_|gettext|ngettext)\([^()]*(?:\([^()]*\)[^()]*)*\)$", re.DOTALL)
# A call with keys of the code: a name in lower case, a class list, an attribute, an address.
_PROSE = re.compile(r"^[A-ZÁÉÍÓÚÑ¿][^\W\d_]|[^\W\d_]{2,}[.,?] |^[^\W\d_]+ [^\W\d_]+ [^\W\d_]+ ")


@dataclass(frozen=True)
class Slip:
    """One place in a template: the rule's code and the text."""

    code: str
    text: str


def slips(source: str, env: Environment) -> list[Slip]:
    """Return what is glued or untranslated in a template."""
    reader = _Reader()
    reader.feed(_marked(source, reader.ids))
    reader.close()
    reader.end_of_text()
    return [*reader.found, *_arguments(source, env)]


def _marked(source: str, ids: list[str]) -> str:
    """Put one sign in the place of each value; branches and loops part texts only where an element does."""

    def sign(match: re.Match) -> str:
        expression = match.group(1)
        if _WHOLE_CALL.match(expression) and (call := _CALL.match(expression)):
            ids.append(call.group("text"))
            return TRANSLATED
        return OTHER

    bare = _COMMENT.sub("", source)
    return _STATEMENT.sub(lambda match: BRANCH if " el" in match.group(0) else "", _EXPRESSION.sub(sign, bare))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.found: list[Slip] = []
        self.text = ""
        self.told = 0  # how many translated texts have been read, to find the words of each

    def handle_starttag(self, tag, attrs):
        if tag not in INLINE:
            self.end_of_text()
        self.text += LINK if tag == "a" else ""
        for name, value in attrs:
            self.told_in_attribute(name, value or "")

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.end_of_text()
        self.text += LINK if tag == "a" else ""

    def handle_data(self, data):
        self.text += data

    def told_in_attribute(self, name: str, value: str) -> None:
        if name in ATTRIBUTES and untranslated(value):
            self.found.append(Slip("attribute not translated", f"{name}={value}"))
        self.told += value.count(TRANSLATED)

    def end_of_text(self) -> None:
        text, self.text = self.text, ""
        if untranslated(text):
            self.found.append(Slip("not translated", " ".join(text.split())))
        for branch in text.split(BRANCH):
            self.check_glue(branch)

    def check_glue(self, text: str) -> None:
        pieces = re.findall(rf"[{TRANSLATED}{OTHER}]|[^{TRANSLATED}{OTHER}]+", text)
        signs = [piece for piece in pieces if piece in (TRANSLATED, OTHER)]
        for position, piece in enumerate(pieces):
            if piece != TRANSLATED:
                continue
            words = self.ids[self.told] if self.told < len(self.ids) else ""
            self.told += 1
            after = "".join(pieces[position + 1 :])
            between = re.match(rf"([^{TRANSLATED}{OTHER}]*)[{TRANSLATED}{OTHER}]", after)
            if len(signs) < 2 or not between:
                continue
            parted = re.search(rf"·|\n|{LINK}\s*{LINK}", between.group(1))
            if not parted and not _SENTENCE_END.search(words):
                self.found.append(Slip("glued", words + between.group(1) + "…"))


def untranslated(text: str) -> bool:
    """Say whether letters stand in a text that no translation gave."""
    return any(word not in SAME for word in _LETTERS.findall(_ATTRIBUTE.sub(" ", text)) if len(word) > 1)


def _arguments(source: str, env: Environment) -> list[Slip]:
    """Return prose given to macros as it is, and texts joined with `~` or `+`."""
    found = []
    tree = env.parse(source)
    translated = [call for call in tree.find_all(nodes.Call) if _name(call) in TRANSLATES]
    inside = {id(item) for call in translated for item in call.find_all(nodes.Const)}
    for call in tree.find_all(nodes.Call):
        for item in (*call.args, *(keyword.value for keyword in call.kwargs)):
            literal = isinstance(item, nodes.Const) and id(item) not in inside and isinstance(item.value, str)
            if literal and _PROSE.search(item.value):
                found.append(Slip("argument not translated", item.value))
    for kind in (nodes.Concat, nodes.Add):
        for joined in tree.find_all(kind):
            parts = joined.nodes if isinstance(joined, nodes.Concat) else [joined.left, joined.right]
            if any(isinstance(part, nodes.Call) and _name(part) in TRANSLATES for part in parts):
                found.append(Slip("glued", "texts joined with ~ or +"))
    dynamic = [call for call in translated if not isinstance(call.args[0], nodes.Const)]
    return found + [Slip("not a fixed text", "a translated text must be written out") for _call in dynamic]


def _name(call: nodes.Call) -> str:
    return getattr(call.node, "name", "")
