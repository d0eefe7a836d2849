"""What a line of text is when it is not the story: a label, a byline, a date, a credit, a sign-up, a bio."""

import re
from typing import Final


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


SHORT: Final = 14
"""Words up to which a line can be a label, a byline or a date; the longest seen has 12."""

_WORD = re.compile(r"\w+")

_LABEL = _any(
    r"related(?: (?:stories|articles|content|coverage|topics|news|posts|links|video))?(?: from .{0,30})?:?",
    r"(?:read|see|watch|listen|explore|learn)(?: also| more| next| now| on| here| in full|:)+.{0,12}",
    r"(?:read|see|watch|check) (?:more|also|this)\b.{0,60}",
    r"also read:?.{0,80}|read also:?.{0,80}|read more:? .{0,90}|must[ -]read:?",
    r"more (?:from|in|on|about|like|stories|news|great)\b.{0,40}:?",
    r"(?:recommended|trending|popular|latest|top|more|"
    r"most read|most popular)(?: (?:stories|news|articles|for you|now|posts|videos|headlines))+:?",
    r"most (?:read|popular|viewed)|up next|you (?:may|"
    r"might) (?:also )?(?:like|be interested in|have missed).{0,20}",
    r"in other news:?|in this article:?|editor'?s? (?:picks?|"
    r"choice)|don'?t miss:?|what to read next|keep reading|"
    r"continue reading.{0,40}",
    r"(?:image|photo|slide|bild|foto|picture)\W{0,2}\d+ (?:of|von|de|/) \d+",
    r"load more.{0,20}|show more|view (?:all|more|comments).{0,20}|"
    r"see all|back to top|skip to .{0,30}|close|menu|"
    r"search",
    r"share(?: this.{0,30}| article| on .{0,30})?:?|"
    r"follow us:?.{0,30}|tweet|e-?mail|print|copy link|"
    r"link copied!?|save|facebook|twitter|whatsapp|linkedin|"
    r"reddit|x|bookmark|comments?|\d+ comments?",
    r"advert|advertisement|advertising|sponsored(?: content)?|"
    r"ad|promoted|story continues below.{0,30}|article continues (?:below|"
    r"after).{0,40}|reklam|anzeige|werbung|publicidad|"
    r"publicité|annons|reclame|annonse|реклама",
    r"sign up|subscribe(?: now)?|log ?in|register|sign in|join (?:us|now)|newsletters?|get the newsletter",
    r"(?:lesen|lest|lies|sehen|hören) (?:sie|auch|dazu|"
    r"mehr)\b.{0,40}:?|mehr (?:zum|zu|aus|von|über|lesen).{0,40}|"
    r"auch interessant:?|zum thema:?|weitere (?:informationen|"
    r"artikel|meldungen|themen|nachrichten).{0,30}|dieses thema im programm:?|"
    r"schlagw(?:ö|oe)rter.{0,30}|themen(?: des artikels)?:?|"
    r"die redaktion empfiehlt.{0,10}|(?:externer|empfohlener redaktioneller) inhalt.{0,30}|"
    r".{0,20}inhalte? (?:anzeigen|erlauben|laden|nicht verfügbar)|"
    r"kommentare?|teilen:?|jetzt teilen.{0,20}|zur startseite|"
    r"aktuell auf der startseite.{0,20}|newsletter abonnieren",
    r"(?:à|a) lire (?:aussi|également).{0,90}|lire (?:aussi|"
    r"également|plus).{0,90}|voir aussi.{0,60}|sur le même sujet.{0,10}|"
    r"partager.{0,20}|à découvrir également",
    r"(?:noticias?|artículos?|contenidos?|información) relacionad[ao]s?:?|"
    r"(?:lea|lee|leer|ver) (?:también|más).{0,60}|te puede interesar.{0,60}|"
    r"más (?:información|sobre|noticias).{0,30}|compartir.{0,20}|"
    r"etiquetas:?",
    r"leia (?:também|mais).{0,60}|veja (?:também|mais).{0,60}|"
    r"você pode gostar.{0,10}|compartilhe.{0,20}|artigos relacionados",
    r"leggi anche.{0,60}|potrebbe interessarti.{0,20}|condividi.{0,10}",
    r"lees (?:ook|meer|verder).{0,60}|meer (?:over|nieuws).{0,30}|"
    r"les (?:også|mer|mere).{0,60}|läs (?:också|mer|"
    r"även).{0,60}|kort fortalt|mer om.{0,30}|læs (?:også|"
    r"mere).{0,60}",
    r"czytaj (?:także|też|również|więcej).{0,60}|zobacz (?:także|"
    r"też|również).{0,60}|přečtěte si.{0,60}|čtěte (?:také|"
    r"též|více).{0,60}",
    r"читайте (?:также|еще|ещё).{0,60}|смотрите также.{0,40}|"
    r"по теме:?|ilgili haber(?:ler)?:?.{0,60}|baca (?:juga|"
    r"selengkapnya).{0,80}|関連(?:記事|ニュース|キーワード|リンク).{0,20}|"
    r"おすすめ.{0,10}|詳細はこちら|あわせて読みたい|相关(?:阅读|新闻).{0,10}|"
    r"관련(?:기사|뉴스).{0,10}",
)
_LABEL_LINE = re.compile(rf"^\W*(?:{_LABEL.pattern})\W*$", re.IGNORECASE)

_MONTH: Final = (
    r"(?:jan|feb|fev|mar|apr|may|jun|jul|aug|sep|oct|out|nov|"
    r"dec|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|"
    r"août|déc|ene|abr|ago|set|dic|"
    r"gen|mag|giu|lug|ott|maj|led|úno|bře|dub|kvě|čer|"
    r"srp|zář|říj|lis|pro|sty|lut|kwi|cze|lip|sie|wrz|"
    r"paź|gru|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|"
    r"окт|ноя|дек|"
    r"oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara)\w*\.?"
)
_CLOCK: Final = r"\d{1,2}[:.h]\d{2}(?::\d{2})?"
_DATE = re.compile(
    rf"(?:\d{{1,2}}\.?\s*(?:de\s+)?{_MONTH},?\s*(?:de\s+)?\d{{2,4}}|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    rf""
    rf"\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?\d{{2,4}}|\d{{4}}[-./年]\s?\d{{1,2}}[-./月]\s?\d{{1,2}}日?|"
    rf"\b{_CLOCK}\b|\d+\s+(?:minutes?|hours?|days?|weeks?|"
    rf"min|std|stunden?|tage?n?)\s+ago|(?:vor|hace|il y a|"
    rf"för|for)\s+\d+\s+\w+)",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:published|updated|posted|modified|last|first|"
    r"on|at|created|edited|reviewed|stand|uhr|veröffentlicht|"
    r"aktualisiert|"
    r"publié|mis à jour|le|à|actualizado|publicado|a las|"
    r"pubblicato|aggiornato|publicerad|uppdaterad|kl|"
    r"publisert|oppdatert|"
    r"mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|montag|dienstag|"
    r"mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|mo|di|mi|do|fr|sa|so|am|pm|a\.m|"
    r"p\.m|et|est|edt|pst|pdt|gmt|utc|cet|cest|bst|ist|"
    r"min|minutes?|read|lesezeit|minuten|"
    r"lesedauer|ago|o|of|von|by)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|di|da|af|av|door|autor(?:en|in)?:?|"
    r"text:?|story by|written by|reported by|report:?|"
    r""
    r"auteurs?:?|redaktion:|автор:?|текст:?|oleh)\s+(?-i:[A-ZÀ-ÞА-Я]).{1,80}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:photo|image|picture|photograph|video|illustration|graphic|foto|bild|grafik|fotos|photos|pic|credit|source|quelle|"
    r"crédit|fuente|imagen|fonte|zdroj|kilde|zdj|fot|"
    r"фото|写真|사진)(?:s|graphy|graphs)?\s*(?:credits?|"
    r"courtesy|source|by|:|/|©|\||par)|"
    r"©|\(c\)\s|copyright\b)|"
    r"^\W*(?:getty images?|reuters|afp|ap(?: photo)?|"
    r"dpa|epa|pa|shutterstock|imago|picture alliance|"
    r"file photo)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_SIGNUP = _any(
    r"^\W*(?:please )?(?:sign up|subscribe|register|download|click here|support us)\b.{0,150}$",
    r"\bsign(?:ing)? up (?:here|today|now|below)\b",
    r"\bsign(?:ing)? up (?:for|to) (?:our|the|a free|free)\b[^.]{0,60}\b(?:newsletter|e-?mail|alert|brief|update|digest)",
    r"\b(?:log in|sign in|create an account|register)\b[^.]{0,30}\b(?:or|to) (?:create|sign|continue|log|read|unlock)",
    r"\bdelivered (?:to|through|straight to) your\b",
    r"\bsubscrib(?:e|ing)\b[^.]{0,60}\b(?:newsletter|"
    r"channel|podcast|here|today|now|to our|to the|via|"
    r"alerts?|updates?)\b",
    r"\b(?:our|free|daily|weekly|the) (?:e-?mail )?newsletters?\b",
    r"\bnewsletters?\b[^.]{0,40}\b(?:inbox|sign|subscrib|abonn|anmeld|delivered)",
    r"\bin(?:to)? your (?:inbox|mailbox|email)\b|\bstraight to your inbox\b",
    r"\bfollow\b[^.]{0,60}\bon (?:twitter|facebook|instagram|"
    r"x|linkedin|google news|whatsapp|bluesky|threads|"
    r"telegram|tiktok|youtube|flipboard)\b",
    r"\b(?:like|find|join) us on (?:twitter|facebook|instagram)\b",
    r"\bdownload (?:the|our)\b[^.]{0,40}\bapp\b|\bget (?:the|our) [^.]{0,30}\bapp\b",
    r"\bby (?:giving us your email|signing up|subscribing|registering|entering your email)\b",
    r"\b(?:already|not yet) a (?:member|subscriber)\b|"
    r"\bto read the full story\b|\bto continue reading\b|"
    r"\bunlimited access\b",
    r"\bgot a (?:news )?tip\b|\bhave a (?:tip|"
    r"story)\b|\bjoin the (?:conversation|discussion)\b",
    r"\b(?:jetzt|hier|kostenlos)\b[^.]{0,40}\b(?:abonnieren|"
    r"anmelden|bestellen)\b|\bnewsletter\b[^.]{0,60}\b(?:abonnieren|"
    r"anmelden|bestellen|einwilligung)",
    r"\b(?:abonnez-vous|inscrivez-vous|suscr[ií]b(?:ete|ase)|"
    r"reg[ií]strate|assine|inscreva-se|iscriviti|abonneer je|"
    r"prenumerera)\b",
    r"\bexternen? inhalte?n?\b|\bpersonenbezogene daten\b|\bdatenschutzerklärung\b",
)
_CONTRIBUTED = _any(
    r"\bcontributed (?:to (?:this|the) (?:report|story|article|piece|post|guide)|reporting)\b",
    r"^\W*with (?:reports?|reporting|additional|files)\b.{0,80}$|^\W*责(?:任)?编|^\W*mit (?:agentur)?material.{0,40}$",
    r"^\W*(?:additional )?reporting by\b.{0,200}$|^\(reporting by\b",
    r"^\W*(?:edited|editing) by\b.{0,120}$",
    r"\b(?:can be|may be) (?:reached|contacted) at\b|^\W*(?:e-?mail|contact|write to|reach) .{0,60}@",
    r"^\W*(?:this (?:article|story|post|piece) (?:was )?(?:originally|first)|"
    r"(?:originally|first) (?:published|appeared)|first published)\b",
    r"\ball rights reserved\b|\bmay not be (?:reproduced|published|redistributed)\b|^\W*copyright\b|^©",
    r"^\W*(?:quelle|source|fuente|redaktion|mitarbeit|faktencheck):\s.{0,100}$",
)
_ABOUT = re.compile(
    r"^\W*(?:about|über|à propos d|sobre|acerca de|o společnosti|informazioni su)\b", re.IGNORECASE
)
_BIO = re.compile(
    r"^(?:about (?:the )?authors?\b|über (?:den|die) autor|sobre (?:el|la|o|a) autora?\b|à propos de l'aut)|"
    r"^(?-i:[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3})(?: \([^)]{1,30}\))?,? "
    r"(?:(?:is|was|has been) (?:a|an|the|\w+['’]s?)\b.{0,60}|(?:ist|est|es|è) .{0,60}|"
    r"(?:covers|writes|reports|joined|arbeitet|schreibt|berichtet|leitet)\b.{0,60})"
    r"\b(?:reporter|editor|correspondent|writer|journalist|columnist|author|producer|contributor|newsroom|covering|"
    r"bureau|fellow|professor|researcher|redakteur\w*|korrespondent\w*|autor\w*|volontär\w*|journaliste|periodista|"
    r"rédact\w+|zuständig|for|at|für|bei|pour|para)\b",
    re.IGNORECASE,
)


def words(text: str) -> int:
    """Number of words; a script without spaces counts three characters as one."""
    found = _WORD.findall(text)
    return sum(1 if word.isascii() or word[0] < "\u2e80" else (len(word) + 2) // 3 for word in found)


def is_label(text: str) -> bool:
    """A sign on the page, not a sentence: "RELATED", "Read more", "Lesen Sie auch", "Share:"."""
    return len(text) <= 120 and _LABEL_LINE.match(text) is not None


def is_date(text: str) -> bool:
    """Nothing but a date: "Updated Nov 18, 2019 5:26 PM", "Stand: 22.04.2024, 06:00 Uhr"."""
    if len(text) > 120 or not _DATE.search(text):
        return False
    rest = _DATE_WORDS.sub(" ", _DATE.sub(" ", text))
    return len(_WORD.findall(rest)) <= 3


def is_dated(text: str) -> bool:
    """A line about the story and not of it: it has a date and is no sentence."""
    return words(text) <= 20 and text[-1] not in ".!?" and _DATE.search(text) is not None


def is_about(text: str) -> bool:
    """Opens the standing text about a company or an outlet: "About Ascom"."""
    return _ABOUT.match(text) is not None and text[-1] not in ".?!"


def is_byline(text: str) -> bool:
    """ "By Jane Doe", "Von Nina Magoley": a name and no sentence."""
    return (
        len(text) <= 100
        and _BYLINE.match(text) is not None
        and not text.rstrip().endswith((".", "!", "?", ":"))
    )


def is_credit(text: str) -> bool:
    """Who made the picture: "Photo: …", "© …", "Getty Images"."""
    return words(text) <= 30 and _CREDIT.match(text) is not None


def is_signup(text: str) -> bool:
    """Asks the reader to subscribe, follow, register or allow something."""
    return words(text) <= 90 and _SIGNUP.search(text) is not None


def is_imprint(text: str) -> bool:
    """Says who else worked on the story, how to reach its author or whose it is."""
    return words(text) <= 70 and _CONTRIBUTED.search(text) is not None


def is_bio(text: str) -> bool:
    """Introduces the author."""
    return words(text) <= 120 and _BIO.match(text) is not None
