"""Names of things: what a heading calls them, and which short and long forms belong together."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.reading.wording import words_of

BRANDS = ("Amazon", "AWS")
_BRAND = re.compile(r"^(?:(?:AWS|Amazon|Aws|aws|amazon)\s+)+(?=\S)")
_BRAND_ALONE = frozenset({"aws", "amazon", "amazonwebservices", "awsamazonwebservices"})
_BRACKETS = re.compile(r"\s*\[[^\[\]]*\]\s*$")
_PARENTHESIS = re.compile(r"^(?P<name>.*?\S)\s*\((?P<other>[^()]+)\)(?P<rest>.*)$")
_FORMERLY = re.compile(r"^(?:formerly|previously|ex-?|now|aka|also known as|or)\s+(.+)$", re.I)
_FILLER = frozenset("of and for the in on a an to with & as by".split())
_NOT_LETTERS = re.compile(r"[^0-9a-zA-Z\u00c0-\uffff]+")

# what a heading adds to the name of its subject, at either end
_AROUND = (
    "overview|fundamentals|basics|introduction|intro|notes|summary|cheat sheet|deep[- ]dive|"
    "essentials|concepts|in depth|explained|in aws|on aws"
)
_TRAILING = re.compile(rf"(?<![\s:–—-])[\s:–—-]++(?:{_AROUND})$", re.I)
_LEADING = re.compile(
    r"^(?:what (?:is|are)|why|about|advanced|introduction to|intro to|understanding|using|the|an?)"
    r"\s+(?=\S)",
    re.I,
)

_THINGS = frozenset({"service", "services", "core"})  # in FACETS, yet the end of many names

# words that name an aspect of something rather than a thing
FACETS = frozenset(
    "advantages alternatives api architecture aspects availability basics behavior behaviour"
    " benefits best case cases category categories characteristics checklist command commands"
    " common comparison components concept concepts configuration considerations core cost costs"
    " default defaults definition demo deployment details development differences difference"
    " disadvantages environment essential essentials exam example examples explanation features"
    " feature flow focus general getting started glossary guide guidelines hints history how"
    " important info information integration integrations intro introduction key learning levels"
    " lifecycle limit limitations limits links list main management migration migrations mode"
    " model modes monitoring more most must naming note notes operations option options other"
    " others overview patterns performance per points practice practices prerequisites pricing"
    " primary pros cons purpose questions quick quotas recommendations reference references"
    " related relevant requirements resources responsibilities revision roles rules scaling"
    " scenarios secondary section security settings setup solution solutions specific steps"
    " strategies strategy structure summary support supported table terms terminology testing"
    " tier tiers tips to tools tooling top topics troubleshooting type types use used useful uses"
    " use-cases usage version versions vs what when where which who why with without work working"
    " workflow works the and or of for in on by a an is are do does it its your you this these"
    " module chapter part lesson day week unit services service combinations cheat sheet pro"
    " certification certifications course paths practitioner associate professional deep dive"
    " hands-on hands handson basic advanced global final additional extra further".split()
)


@lru_cache(maxsize=32768)
def key(name: str) -> str:
    """Under what a name is filed: letters and digits, without brand and plural.

    >>> key("AWS Cloud Front") == key("CloudFront"), key("Security Groups") == key("security group")
    (True, True)
    """
    name = _BRAND.sub("", name.strip())
    if len(name) > 4 and name.endswith("s") and name[-2].islower() and name[-2] not in "su":
        name = name[:-1]
    return _NOT_LETTERS.sub("", name).lower()


def without_brand(name: str) -> str:
    return _BRAND.sub("", name)


def is_brand(name: str) -> bool:
    return _NOT_LETTERS.sub("", name).lower() in _BRAND_ALONE


def has_brand(name: str) -> bool:
    return _BRAND.match(name) is not None


@lru_cache(maxsize=32768)
def core(heading: str) -> tuple[str, str]:
    """The name in a heading and what stands in parentheses after it.

    >>> core("Amazon Simple Queue Service (SQS) Overview")
    ('Simple Queue Service', 'SQS')
    """
    text = _BRACKETS.sub("", heading)
    other = ""
    found = _PARENTHESIS.match(text)
    if found and len(found["rest"].split()) <= 1:
        text, other = f"{found['name']}{found['rest']}", found["other"].strip()
    formerly = _FORMERLY.match(other)
    other = formerly[1] if formerly else other
    previous = ""
    while text != previous:
        previous = text
        text = _LEADING.sub("", _BRAND.sub("", _TRAILING.sub("", text.strip(" ?:–—-"))))
    return text, other


def is_facet(name: str) -> bool:
    """Only words that name aspects: "Key Features", "How it works"."""
    words = [word.lower() for word in words_of(name)]
    return all(word in FACETS or word.isdigit() for word in words)


def ends_in_facet(name: str) -> bool:
    """An aspect of something: "Lambda Pricing"; but services are things."""
    words = [word.lower() for word in words_of(name)]
    return len(words) > 1 and words[-1] in FACETS and words[-1] not in _THINGS


def is_acronym(name: str) -> bool:
    """Written the way acronyms are: "SQS", "EC2", "K8s", "IaaS"."""
    if not 2 <= len(name) <= 8 or not name.isalnum() or not name[0].isalpha():
        return False
    capitals = sum(char.isupper() or char.isdigit() for char in name)
    return capitals >= 2 and capitals * 2 >= len(name)


def is_coined(name: str) -> bool:
    """A word nobody writes by accident: "DynamoDB", "CloudFront", "X-Ray", "S3"."""
    word = name.strip()
    if " " in word or not word or not any(char.isalpha() for char in word):
        return False
    inner = any(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
    return inner or is_acronym(word) or "@" in word.strip("@")


def stands_for(short: str, long: str) -> bool:
    """Is *short* made of the first letters of *long*?

    Digits count letters ("S3": three S), and letters inside words may be used ("K8s", "DynamoDB
    Accelerator (DAX)"), as long as the first letters agree.

    >>> stands_for("S3", "Simple Storage Service"), stands_for("ALB", "Elastic Beanstalk")
    (True, False)
    """
    if not is_acronym(short):
        return False
    bare = without_brand(long)
    return _initials_of(short, bare) or (bare != long and _initials_of(short, long))


def _initials_of(short: str, long: str) -> bool:
    words = [word for word in re.split(r"[\s/-]+", long) if word]
    if not words or len(words) > 7:
        return False
    letters = short.lower()
    initials = "".join(word[0] for word in words if word.lower() not in _FILLER).lower()
    every = "".join(word[0] for word in words).lower()
    if letters in (initials, every):
        return True
    digit = re.fullmatch(r"([a-z]+)(\d)([a-z]*)", letters)
    if digit:
        start, count, rest = digit[1], int(digit[2]), digit[3]
        if start[-1] * count + rest == initials[len(start) - 1 :] and initials.startswith(start):
            return True
        if (start + start[-1] * (count - 1) + rest) == initials:
            return True
    if len(words) == 1:  # "K8s": eight letters left out
        cut = re.fullmatch(r"([a-z])(\d+)([a-z])", letters)
        word = words[0].lower()
        return bool(cut) and f"{word[0]}{len(word) - 2}{word[-1]}" == letters
    return _in_order(letters, words) and letters[0] == initials[:1]


def hints_at(short: str, long: str) -> bool:
    """A looser `stands_for`, for a heading that gives both: the letters come in this order."""
    position = 0
    for letter in short.lower():
        position = long.lower().find(letter, position) + 1
        if position == 0:
            return False
    return len(short) > 2 and short.isupper() and " " in long


def _in_order(letters: str, words: list[str]) -> bool:
    """Each letter stands in the words in order, and every capitalised word gives one."""
    position = 0
    text = " ".join(words).lower()
    for letter in letters:
        position = text.find(letter, position) + 1
        if position == 0:
            return False
    starts = [word[0].lower() for word in words if word[0].isupper()]
    remaining = iter(letters)
    return sum(start in remaining for start in starts) >= max(2, len(starts) - 1)


_LONG_THEN_SHORT = re.compile(
    r"\b((?:[A-Z][\w'’-]*|[A-Z]\w*&\w*)(?:\s+(?:[A-Z][\w'’-]*|of|and|for|in|on|to|the|&)){0,6})"
    r"\s+\(([A-Za-z][A-Za-z0-9]{1,7})\)"
)
_SHORT_THEN_LONG = re.compile(
    r"\b([A-Z][A-Za-z0-9]{1,7})\s+\(([A-Z][\w'’-]*(?:\s+[\w&'’-]+){1,6})\)"
)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """(short, long) forms that a text explains: "ALB (Application Load Balancer)"."""
    if "(" not in text:
        return
    for found in _LONG_THEN_SHORT.finditer(text):
        words = found[1].split()
        short = found[2].removesuffix("s") if found[2][-2:-1].isupper() else found[2]
        for start in range(len(words)):
            long = " ".join(words[start:])
            if words[start].lower() not in _FILLER and stands_for(short, long):
                yield short, expansion(short, long)
                break
    for found in _SHORT_THEN_LONG.finditer(text):
        if stands_for(found[1], found[2]):
            yield found[1], expansion(found[1], found[2])


def expansion(short: str, long: str) -> str:
    """The long form without its brand, unless the short form counts the brand's letter (AMI)."""
    bare = without_brand(long)
    return bare if _initials_of(short, bare) else long
