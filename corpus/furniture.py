"""News furniture: what a page puts around a story, as rules that are data.

A rule matches a whole line. It prefers to miss: a promo line left in is noise in one search, a sentence taken
out is gone from all of them. A heading takes the list under it along (see sieve). A `titled` rule ends in free
text and is not asked about the first line of a plain text, which may be a headline such as "Watch: …". Each
rule carries a line that it must match and one that it must not, and the tests hold it to both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200
"""No line longer than this is furniture."""

_TITLE = r"[^.\n]{3,120}[^.,;:\n]"  # free text that does not end as a sentence does
_NAME = r"(?:the )?(?-i:[A-Z][\w&'’.-]*)(?: (?:of|the|and|&|(?-i:[A-Z][\w&'’.-]*))){0,4}"
_NETWORK = (
    r"(?:twitter|facebook|instagram|linkedin|youtube|threads|tiktok|telegram|flipboard|snapchat)(?:\.com)?"
)
_NETWORKS = rf"{_NETWORK}(?:(?:,? and|,? or|,| &) {_NETWORK})*"
_MEDIUM = r"(?:newsletters?|briefings?|e-?mails?|alerts?|updates|tip ?sheets?|bulletins?|podcasts?|inbox)"
# A county has alerts to sign up for as well; a publisher's name themselves so.
_PRESS = (
    r"(?=.*\b(?:our|your|my|daily|weekly|morning|evening|breaking|news|newsletters?|free|latest|top|headlines|inbox"
    r"|briefings?|e-?mails?|podcasts?|bulletins?|tip ?sheets?)\b)"
)
_SHORT_NAME = r"(?:the )?(?-i:[A-Z][\w&'’.-]*)(?: (?:(?:of|the|and|&) )*(?-i:[A-Z][\w&'’.-]*)){0,2}"
_YEARS = r"(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)?\d\d)?"
# Who may hold a copyright: capitals only, and no law, which "Copyright Act 1988" would make one.
_HOLDER = (
    r"(?:the )?(?!(?:act|law|bill|directive|reform|rules?)\b)(?-i:[A-Z][\w&'’.-]*),?"
    r"(?: (?:(?:of|the|and|&) )*(?-i:[A-Z][\w&'’.-]*),?){0,7}"
)
_RIGHTS = (
    r"(?:\s?[–|-]?\s?all rights reserved\.?| ?inc\.?"
    r"| ?(?:click here for reprint permission|this material may not be published)[^.]{0,90}\.?)*"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture: the pattern of a whole line, a line it matches, and one it must leave alone."""

    name: str
    pattern: str
    example: str
    counter: str
    heading: bool = False
    titled: bool = False
    exact: bool = False
    """Whether upper and lower case are told apart."""


RULES: tuple[Rule, ...] = (
    Rule(
        "more-on",
        r"MORE (?:ON|FROM|IN) [A-Z0-9][A-Z0-9'’&. -]{1,50}:?|(?:More|MORE) [Oo][Nn] [Tt][Hh][Ii][Ss]\s?(?:\.{3}|…|:)?"
        r"|More on (?:[A-Z0-9][\w'’&-]*(?: (?:of|the|and|&|in))? ?){1,5}:?",
        "MORE ON RUSSIA",
        "More on that story when the court returns on Monday.",
        heading=True,
        exact=True,
    ),
    Rule(
        "more-stories",
        rf"more (?:top )?(?:stories|news|headlines|coverage)(?: (?:from|on) {_SHORT_NAME})?:?"
        r"|latest (?:news|headlines|stories):?|top stories(?: today)?:?",
        "More stories from the Gazette",
        "More news is expected on Friday, the harbour office said.",
        heading=True,
        titled=True,
    ),
    Rule(
        "most-read",
        rf"most (?:read|popular|viewed|shared|commented)(?: (?:stories|articles|posts|news))?(?: (?:in|on|at) {_NAME})?:?",
        "Most read in The Sun",
        "Most read in silence, and the reading room closed at nine.",
        heading=True,
    ),
    Rule(
        "dont-miss",
        r"(?:don['’]?t|do not) miss(?: (?:this|these|out))?\s?(?:…|\.{3}|:)?",
        "Don’t miss…",
        "Don’t miss the last ferry, the crew warned.",
        heading=True,
    ),
    Rule(
        "read-more",
        r"read more\s?(?:…|\.{3}|:|>+|»|→)?|read more (?:from|on|at|about) [\w&'’ .-]{2,50}:?|(?:go deeper|further reading):?"
        r"|(?:keep|continue) reading\s?(?:…|\.{3}|:|>+|»|→)?|click (?:here )?to read more",
        "READ MORE:",
        "Read more books, the minister told the pupils.",
        heading=True,
    ),
    Rule(
        "read-more-link",
        rf"(?:read (?:more|also|next|now)|also read|see (?:also|related)|related(?: (?:story|article|coverage))?|more)\s?:\s?{_TITLE}|more:",
        "Read more: Ferry captain cleared of blame",
        "More: that was the only word the utopian ever needed, his biographer writes.",
        titled=True,
    ),
    Rule(
        "related",
        r"related (?:articles?|stories|story|content|coverage|news|topics?|links?|posts?|reading)\s?:?|(?:see )?related:|see also:?|also see:?",
        "Related articles",
        "Related articles were seized at the customs house.",
        heading=True,
    ),
    Rule(
        "recommended",
        r"recommended(?: (?:for you|stories|articles|reading|videos?))?:?|you (?:may|might) (?:also )?(?:like|be interested in)\s?(?:…|\.{3}|:)?"
        r"|editors?['’]?s?['’]? picks?:?",
        "You may also like",
        "You may also like the harbour at dusk, when the gulls have gone.",
        heading=True,
    ),
    Rule(
        "also-read",
        r"also read\s?:?|read (?:also|next)\s?:?",
        "Also read:",
        "Also read out was a letter from the widow.",
        heading=True,
    ),
    Rule(
        "trending",
        r"trending(?: (?:now|stories|topics|news|videos?))?\s?:?|popular (?:now|stories)\s?:?",
        "Trending now",
        "Trending upwards since March, the price fell on Monday.",
        heading=True,
    ),
    Rule(
        "tagged-link",
        r"[^\[\]]{9,151}+(?:(?<=[^.\s])|(?<=[^.\s]\s))\[(?:VIDEO|INSIGHT|ANALYSIS|PICTURES?|PICS|PHOTOS?|REVEAL(?:ED)?|LATEST|REPORT|OPINION|INTERVIEW|COMMENT"
        r"|EXCLUSIVE|UPDATE|LIVE|MAPPED|MAP|GALLERY|WATCH|QUIZ|POLL|NEWS|WARNING|REACTION|SPOTLIGHT|EXPLAINER?|EXPLAINED)\]",
        "Girl rescued from the harbour by her own dog[VIDEO]",
        "“It [VIDEO] shows him at the gate,” the judge read out.",
        titled=True,
        exact=True,
    ),
    Rule(
        "media-link",
        rf"\(\s?(?:photos?|pictures|video|watch|read|poll|related|story|also on [\w’' ]+|sign up[\w’' ]*|see more[\w’' ]*)\s?:[^()]{{3,120}}\)"
        rf"|(?:PHOTOS|GALLERY|SLIDESHOW):\s?{_TITLE}",
        "( PHOTOS: 25 great quotes about the harbour)",
        "(Read: he had not been asked.) The minister left.",
        titled=True,
    ),
    Rule(
        "watch",
        rf"(?:watch|video)\s?:|(?:WATCH|VIDEO)(?: NOW| LIVE| BELOW)?\s?:\s?{_TITLE}|watch the (?:latest )?video (?:at|on|here|below).{{0,40}}"
        r"|watch (?:the )?(?:full )?(?:video|interview|clip)(?: above| below| here)?\s?:?",
        "WATCH:",
        "Watch the harbour, he told them: it is filling with sand.",
        titled=True,
    ),
    Rule(
        "scroll",
        r"(?:please )?scroll down (?:for|to (?:see|read|watch)) [\w ]{3,40}[.:]?",
        "Scroll down for video",
        "Scroll down for long enough and a name appears, the court was told.",
    ),
    Rule(
        "player",
        r"share this video|(?:video )?(?:player is )?loading\s?(?:…|\.{3})|(?:prev|next)(?:ious)? image \d+ of \d+|slideshow \(\d+ images?\)"
        r"|play (?:facebook|video)|link copied|\[(?:pullquote|audio-clip|image|video|embed)\]|toggle caption|replay video|up next"
        r"|(?:your browser does not support|this content is not available|media playback is unsupported).{0,80}|embed code.{0,40}",
        "Share this video",
        "Loading the ferry took an hour.",
    ),
    Rule(
        "share",
        r"(?:share|save) (?:this|the) (?:article|story|post|page)(?: (?:share|tweet|post|e?-?mail|print|pin|save|on|to|facebook|twitter|whatsapp|link))*:?"
        r"|share (?:this|on (?:facebook|twitter|whatsapp|linkedin|pinterest))(?:: [\w ]{2,40})?|share this:"
        r"|(?:(?:share|tweet|pin|e-?mail|print|whatsapp|pocket|reddit|pinterest|linkedin|comments?) ?){2,}|whatsapp|tweet this",
        "SHARE THIS ARTICLE Share Tweet Post Email",
        "Share this burden, the bishop said.",
    ),
    Rule(
        "advertisement",
        r"(?:\W?(?:advertisements?|advertising|ad|sponsored(?: content)?)\W?\s?){1,3}(?:continue reading (?:the main story|below)|thanks for watching!? ?(?:visit website)?)?"
        r"|(?:the )?(?:story|article|post) continues(?: below| after)?(?: (?:this )?(?:the )?(?:ad|advert|advertisement))?|continue reading (?:below|the main story)",
        "Advertisement",
        "Advertisement of the post begins on Monday.",
    ),
    Rule(
        "newsletter",
        rf"(?:please )?sign[ -]?up{_PRESS}(?: (?:here|now|today))? (?:for|to|and)\b[^.!?,]{{0,100}}\b{_MEDIUM}\b[^.!?,]{{0,70}}[.!]?"
        rf"|register(?=.*\b(?:newsletters?|briefings?|inbox|our)\b)(?: (?:here|now|today))? (?:for|to|and)\b[^.!?,]{{0,100}}\b{_MEDIUM}\b[^.!?,]{{0,70}}[.!]?"
        rf"|(?:get|want) [^.!?]{{2,80}}\b(?:in|to) your (?:inbox|e-?mail)\b[^.!?]{{0,40}}[.!?]?(?: sign up(?: here| now| today)?\.?)?"
        rf"|newsletter sign-?up|[^.!?:]{{4,80}}: sign up for our newsletter|subscribe to (?:our|the|my) [^.!?,]{{0,60}}\b{_MEDIUM}\b[^.!?,]{{0,40}}[.!]?",
        "Sign up for our newsletter",
        "Sign up for the newsletter, he urged, and 3,000 people did.",
    ),
    Rule(
        "signed-up",
        r"thank(?: you|s) for (?:signing up|subscribing)\b[^.!?,]{0,60}[.!](?: (?:for more|check out|please check|you can) [^.!?]{3,80}[.!]?)?",
        "Thank you for signing up. For more from The Nation, check out our latest issue",
        "Thank you for signing up, the general told the recruits.",
    ),
    Rule(
        "reached",
        r"[•·*-]?\s?[^.!?@]{3,60} can be reached at (?:\S+@\S+|\[e-?mail[^\]]{0,20}\])[^.!?]{0,60}[.]?",
        "Charles Hurt can be reached at hurt@gazette.example or @hurt on Twitter.",
        "The island can be reached at low tide, the harbour office said.",
    ),
    Rule(
        "comments",
        r"(?:join the (?:conversation|discussion)|(?:view|show|read|leave|post|add)(?: a| the| all)?(?: \d+)? comments?|comments are closed)\s?[.!:»>]?",
        "Join the conversation",
        "Join the conversation, he begged, and nobody came.",
    ),
    Rule(
        "agency-end",
        r"(?:REUTER|Reuter|REUTERS|Reuters)\.?",
        "Reuter",
        "Reuters won the prize.",
        exact=True,
    ),
    Rule(
        "follow",
        rf"(?:(?:like|find|join|follow) (?:us|me|him|her|them|the [\w ]{{3,40}}|\w[\w’'.-]*(?: \w[\w’'.-]*){{0,3}}) on {_NETWORKS}"
        rf"(?:(?: at)?:? (?:\(?@\w+\)?|(?:https?://|www\.)\S+|here))?[.!]?\s?(?:and |or )?)+"
        r"|(?:follow ?@\w{2,20} ?)+|- follow .{3,40} on twitter: @\w+",
        "Follow us on Twitter",
        "Follow the money on Twitter and the trail ends in the harbour, police say.",
    ),
    Rule(
        "subscribe",
        r"subscribe(?: (?:now|today|here|free))?(?: for (?:as little as|only|just) .{2,30})?[!.:]?"
        r"|subscribe (?:on|to our (?:youtube|podcast)|to our podcast (?:on|at)) [^.!?]{3,90}[.!]?|already a subscriber\? (?:sign|log) in\.?",
        "Subscribe now",
        "Subscribe now, or the Gazette dies, its editor told readers.",
    ),
    Rule(
        "click-here",
        r"click here (?:to|for) [^!?\n]{3,110}[.!]?|(?:click to )?get (?:the|our) [\w ]{2,30} app(?: here| today)?[.!]?|click (?:here )?for more from [^.!?]{3,60}\.?",
        "Click here to read the full report",
        "“Click here to see” was the bait, and who clicked was lost?",
    ),
    Rule(
        "source-full-article",
        r"(?:source\s?:\s?)?read (?:the )?(?:full|original|rest of the|entire) (?:article|story|post)(?: here| at .{3,40})?\s?(?:…|\.{3}|>+|»|→)?",
        "Source: Read Full Article",
        "Read the full article before you judge, she wrote.",
    ),
    Rule(
        "first-appeared",
        rf"(?:this|the) (?:article|story|post|column|piece)(?: was)?(?: first| originally)? (?:appeared|published) (?:first |originally )?(?:on|in|at|by) {_NAME}\.?",
        "This article originally appeared on The Harbour Gazette.",
        "This article appeared in evidence, and the jury read it.",
    ),
    Rule(
        "copyright",
        rf"(?:all contents? )?(?:copyright )?©(?: copyright)?\s?:?\s?(?:by )?(?:[\w&'’., -]{{2,50}}[ ,])?{_YEARS}\b[^.!?]{{0,80}}\.?{_RIGHTS}"
        rf"|(?:all contents? )?(?:(?:copyright|\(c\)|©)\s?){{1,3}}:?\s?(?:by )?(?:{_YEARS},?(?: (?:by )?{_HOLDER})?|{_HOLDER} {_YEARS},?)\.?{_RIGHTS}"
        r"|©\s?[\w&’' .-]{2,50}|all rights reserved\.?",
        "© 2021 The Gazette. All rights reserved.",
        "Copyright law was changed in 2019. All rights reserved for authors were named.",
    ),
    Rule(
        "picture-credit",
        r"image (?:copyright|caption|source)[: ] ?[\w/ ,.-]{2,50}|enlarge this image.{0,150}",
        "Image copyright Getty Images",
        "Image copyright was the question before the court, which adjourned.",
    ),
    Rule(
        "old-article",
        r"this (?:article|story|post) is more than \d+ (?:days?|months?|years?) old\.?|\d{1,2} (?:hours?|days?|months?|years?) ago",
        "This article is more than 1 year old",
        "This article is more than 1 year old law could bear.",
    ),
)

_BY_NAME = {rule.name.replace("-", "_"): rule for rule in RULES}
_ANY = re.compile(
    "|".join(
        rf"(?P<{name}>(?{'-' if rule.exact else ''}i:{rule.pattern})\Z)" for name, rule in _BY_NAME.items()
    )
)


def rule_of(line: str) -> Rule | None:
    """The first rule that a tidy line matches as a whole, if any."""
    if len(line) > LONGEST:
        return None
    found = _ANY.match(line)
    return _BY_NAME[str(found.lastgroup)] if found else None
