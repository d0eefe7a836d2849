"""The words of a page's furniture, by kind and language: what `lines` looks for. Data alone."""

from typing import Final


def _phrases(text: str) -> frozenset[str]:
    """Phrases that are divided by bars and line ends."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|")) - {""}


SIGNS: Final = _phrases("""
    share | share this | share this article | share this story | share article | share on facebook
    share on twitter | share on x | share on linkedin | tweet | email | e-mail | print | copy link
    link copied | save | bookmark | facebook | twitter | x | whatsapp | linkedin | reddit | pinterest
    telegram | instagram | youtube | flipboard | follow us | follow | comment | comments
    leave a comment | view comments | show comments | join the conversation | load more | show more
    view more | see more | more | view all | see all | back to top | skip to content
    skip to main content | skip navigation | close | menu | search | home | next | previous | expand
    listen | filed under | filed in | posted in | tagged | show less | text size | story tools
    comments are closed | ad | ads | advert
    advertisement | advertising | sponsored | sponsored content | promoted
    paid content | topics | subscribe | subscribe now | sign up | sign up now | log in | login | sign in
    register | join now | newsletter | newsletters | email address | enter your email
    enter your email address | your email | your email address | manage preferences | accept
    accept all | article content | play video | watch video | key event | anzeige | werbung | teilen
    jetzt teilen | artikel teilen | merken | drucken | kommentare | kommentar | startseite
    zur startseite | newsletter abonnieren | themen | themen des artikels | inhaltsverzeichnis
    link kopiert | vorlesen | externer inhalt | empfohlener redaktioneller inhalt
    externen inhalt anzeigen | externer inhalt nicht verfügbar
    mehr anzeigen | weniger anzeigen | kommentare geschlossen
    ein klick für den datenschutz | publicité | partager | partager cet article
    commenter | imprimer | enregistrer | publicidad | compartir | comentarios
    imprimir | guardar | etiquetas | regala esta noticia | publicidade | compartilhar | compartilhe
    condividi | pubblicità | stampa | delen | reclame | advertentie | annons | kort fortalt | annonse
    reklame | dela | del | reklam | hirdetés | iklan | paylaş | reklama | inzerce | udostępnij | реклама
    поделиться | комментарии | 広告 | シェア | 분享 | 공유 | 分享 | 分享让更多人看到 | 詳細はこちら
    続きを読む | 印刷 | ブックマーク | ツイート | 收藏 | 收藏文章 | 保存 | 打印 | 关闭 | 取消 | 确定
    举报 | 点赞 | 转发 | 评论 | 发表评论 | 网友评论 | 分享到 | 字号 | 加载更多
    查看更多 | 展开全文 | 阅读全文 | 点击刷新 | 扫一扫 | 返回顶部
    友情链接 | 기사 공유 | 글자크기 | 인쇄 | 목록 | 더보기 | 댓글 쓰기
""")
"""Lines that are a button, a link or a heading of the page, whole and in lower case."""

SHARE_WORDS: Final = frozenset(
    "share this story article via on with facebook twitter x email e mail linkedin reddit whatsapp pinterest "
    "telegram bluesky threads flipboard copy link print save tweet sms messenger".split()
)
"""A line of nothing but these is a share bar."""

COMMENTS: Final = (
    r"(?:(?:all|view|show|\d+|no)\W+)*(?:comments?|replies|responses|thoughts on\b.{0,40})\W*\d*\W*$",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b|join the (?:conversation|discussion)\W*$",
    r"(?:\d+\W+)?(?:kommentare?|kommentarer|commentaires?|comentarios?|comentários?|commenti|reacties)\W*\d*\W*$",
    r"kommentar (?:hinzufügen|schreiben)|schreibe einen kommentar|laisser un commentaire",
    r"deja (?:un|tu) comentario|deixe (?:um|seu) comentário|lascia un commento",
    r"(?:コメント|评论|댓글|комментарии)\W*\d*\W*$",
)
"""Lines that head the readers' comments."""

OPENERS: Final = (
    # English
    r"related(?: (?:stories|articles|content|coverage|topics|news|posts|links|videos?|reading|roundup))?",
    r"(?:read|see|watch|listen|learn|explore)(?: (?:also|more|next|now|on))?",
    r"also (?:read|see|watch)|must[- ]reads?|what to read next|keep reading|continue reading|story continues",
    r"article continues|more (?:from|in|on|about|like|great|stories|news|coverage)|in other news",
    r"in this (?:article|story)",
    (
        r"(?:top|latest|popular|trending|recommended|more)(?: (?:stories|news|articles|posts|videos|"
        r"headlines|reading))"
    ),
    r"trending(?: now)?|recommended(?: for you)?|most (?:read|popular|viewed|shared)|up next|don['’]t miss",
    r"you (?:may|might)(?: also)? (?:like|enjoy|be interested in|have missed)|in case you missed it",
    r"editors?['’]?s? (?:picks?|choice)",
    # German, Dutch, Scandinavian
    r"(?:lesen|lest|lies|sehen|hören) (?:sie|auch|dazu|mehr)(?: auch| mehr| dazu| hier)?",
    r"mehr (?:zum thema|zu|aus|von|über|lesen)|auch interessant|zum thema|passend zum artikel",
    r"die redaktion empfiehlt",
    r"das (?:thema )?könnte (?:sie|dich|euch|ihnen|dir) (?:auch )?(?:interessieren|gefallen)",
    (
        r"(?:weitere|weiterführende|verwandte|ähnliche) "
        r"(?:informationen|artikel|meldungen|themen|nachrichten|beiträge|links)"
    ),
    r"dieses thema im programm|schlagw(?:ö|oe)rter|aktuell auf der startseite|neues aus der redaktion",
    r"lire la suite|weiterlesen|seguir leyendo|sigue leyendo|continua a leggere|czytaj dalej",
    r"lees (?:ook|meer|verder)|meer (?:over|nieuws)|les (?:også|mer|mere)|læs (?:også|mere)",
    r"läs (?:också|mer|även)|mer om",
    # Romance languages
    r"[àa] lire (?:aussi|également)|lire (?:aussi|également|plus)|voir aussi|sur le même sujet",
    r"à découvrir(?: également)?",
    r"(?:noticias?|artículos?|contenidos?) relacionad[ao]s?|(?:lea|lee|leer|ver) (?:también|más)",
    r"te puede interesar",
    r"leia (?:também|mais)|veja (?:também|mais)|você pode gostar|artigos relacionados",
    r"leggi anche|potrebbe interessarti",
    # Slavic languages, Turkish, Malay, East Asian
    r"czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|přečtěte si|čtěte (?:také|též|více)",
    r"читайте (?:также|еще|ещё)|смотрите также|по теме|ilgili haber(?:ler)?|baca (?:juga|selengkapnya)",
    r"関連(?:記事|ニュース|キーワード|リンク)|おすすめ|あわせて読みたい|この記事を書いた人|(?:人気|最新|注目)(?:の)?記事",
    r"[相热熱最精延推][关關门門热熱新彩伸荐薦](?:阅读|閱讀|新闻|新聞|文章|推荐|推薦|报道|報導|链接|评论|評論|专题)",
    r"延伸\W+推荐|点击进入专题|(?:更多|看更多)(?:新闻|新聞|文章|报道)",
    r"(?:관련|추천|인기|주요|많이 본) ?(?:기사|뉴스)",
)
"""Beginnings of a line that names or announces other articles."""

_JOIN: Final = (
    r"(?:sign up|subscribe|register)"
    r"(?=\W*$|\W{2}| (?:now|today|here|below|free|to|for|with|and|or|via|at|on|in|by|your|our|the|this)\b)"
)
"""Not "Sign up sheets were handed out today", "Register entries show …"."""

SIGN_UPS: Final = {
    # one of these words stands in the text: what is then looked for
    "your": (
        r"\b(?:straight|right|directly|delivered|sent|daily|weekly) (?:in)?to your (?:inbox|"
        r"mailbox|e-?mail)\b|"
        r"\b(?:sign up|signing up|subscribe|get|receive)\b.{0,120}\b(?:in|to) your (?:inbox|"
        r"mailbox|e-?mail)\b"
    ),
    "sign|subscribe|register": (
        rf"(?:^|[.!?] )(?:please )?{_JOIN}.{{0,100}}\b(?:newsletters?|updates?|alerts?|"
        r"e-?mails?|briefs?|briefing|digest|channel|podcast|here|today|now|free|access)\b|"
        rf"^\W*(?:please )?{_JOIN}.{{0,120}}$"
    ),
    "download|click|support|thoughts": (
        r"^\W*(?:please )?(?:download (?:the|our|your|this|it|now|here)|click here|support us|"
        r"share your thoughts)\b.{0,120}$"
    ),
    "follow|us": (
        r"(?:^|[.!?] )(?:follow\b.{1,60}|(?:like|find|join) us (?:here )?)\bon (?:twitter|"
        r"facebook|instagram|x|"
        r"linkedin|google news|whatsapp|bluesky|threads|telegram|tiktok|youtube|flipboard|github|"
        r"mastodon|medium)\b"
    ),
    "giving|signing|subscribing|registering|entering|submitting": (
        r"\bby (?:giving us your e-?mail|signing up|subscribing|registering|"
        r"entering your e-?mail|submitting)\b"
        r".{0,40}\byou (?:agree|are|accept|consent|acknowledge|opt)"
    ),
    "log|sign|account|register": (
        r"\b(?:log in|sign in|create an account|register)\b.{0,30}\b(?:or|to) (?:create|sign|"
        r"continue|log|read|unlock)"
    ),
    "full|reading|already": (
        r"^.{0,60}\b(?:to read the full (?:story|article)|to continue reading|"
        r"already a (?:member|subscriber))\b"
    ),
    "enter": r"^\W*enter your e-?mail address\b.{0,60}$",
    "select": r"^\W*please select (?:a|your) country\W*$",
    "tip|story": r"^\W*(?:got|(?:do you )?have) a (?:news )?(?:tip|story)\b.{0,60}\?",
    "enjoyed|liked": r"^\W*if you (?:enjoyed|liked) this (?:article|story)\b",
    "miss": r"^don['’]t miss\b.{0,60}\b(?:stories|news|updates|headlines)\b",
    "signing|subscribing": r"^thanks? (?:you )?for (?:signing up|subscribing)\b",
    "delivered": r"\bdelivered (?:to|through) your (?:door|letterbox|home)\b",
    "abonnieren|anmelden|bestellen|testen|newsletter": (
        r"^.{0,160}\b(?:jetzt|hier|kostenlos)\b.{0,40}\b(?:abonnieren|anmelden|bestellen|testen)\b|"
        r"\bnewsletter\b.{0,60}\b(?:abonnieren|anmelden|bestellen)|^\d+ (?:wochen|monate) kostenlos\b"
    ),
    "commission|provision": (
        r"\bwe (?:may|might|will) (?:earn|receive|get)\b.{0,60}\bcommission\b|"
        r"\b(?:erhalten|bekommen) wir\b.{0,60}\bprovision\b"
    ),
    "account": r"^\W*(?:don['’]t|already) have an account\b.{0,40}$",
    "access": r"^\W*you have (?:full |free )?access to this article\b",
    "cookies": (
        r"^(?:we|wir|nous|this (?:web)?site|(?:diese|unsere) (?:web)?(?:site|seite)|ce site|utilizamos|"
        r"usamos|utilizziamo|usiamo)\b.{0,80}\bcookies\b"
    ),
    "gratis|kostenlose|freie|free": (
        r"^.{0,30}\b\d+ (?:gratis|kostenlose|freie|free)\W?(?:artikel|articles?|stories)\b.{0,30}"
        r"\b(?:left|remaining|this month|diesen monat|im monat)\b"
    ),
    "folge|folgt|folgen|suivez|devenez|polub|obserwuj|síguenos|siguenos|seguici|volg|siga|add|like": (
        r"^.{0,80}\b(?:folg(?:e|t|en sie) uns|suivez-nous|devenez fan|polub|obserwuj nas|s[ií]guenos|seguici|"
        r"volg ons|siga-nos|(?:add|like) us)\b.{0,40}\b(?:auf|bei|sur|na|en|su|op|no|on)\b"
        r"(?:.{0,30}\b(?:facebook|twitter|instagram|linkedin|google|whatsapp|telegram|youtube|tiktok)\w*.{0,30})?\W*$"
    ),
    "javascript": (
        r"\bspambots?\b.{0,60}\bjavascript\b|^\W*(?:please )?(?:enable|activate) javascript\b|"
        r"\bjavascript (?:muss|must|needs to|doit) (?:be )?(?:aktiviert|enabled|être activé)"
    ),
    "laufenden": r"^\W*bleib(?:t|en sie)? auf dem laufenden\b.{0,140}$",
    "gefallen|meinung": (r"\bhat ihnen dieser artikel gefallen\b|\bihre meinung ist uns wichtig\b"),
    "abonnez|inscrivez|suscríbete|suscribete|suscríbase|suscribase|regístrate|registrate|assine|inscreva|"
    "iscriviti|abonneer": (
        r"^\W*(?:abonnez-vous|inscrivez-vous|suscr[ií]b(?:ete|ase)|reg[ií]strate|assine|"
        r"inscreva-se|iscriviti|"
        r"abonneer je)\b"
    ),
    "externe|externen|externer|inhalte|drittplattformen": (
        r"\bexternen? inhalte?n?\b.{0,200}\b(?:angezeigt|anzeigen|laden|ergänzt)|"
        r"\banzeigen (?:aller )?externe[nr] inhalte|"
        r"\bpersonenbezogene daten an drittplattformen\b|\binhalte von \w+ angezeigt werden\b"
    ),
}
"""Somebody asks the reader to subscribe, follow, register or allow something.

A pattern is looked for in a text that has one of the words before it; 96 of 100 paragraphs have none.
"""

UNSPACED_SIGN_UPS: Final = (
    r"会員(?:限定|登録|向け)|有料(?:会員|記事)|メールマガジン|読み放題|登録すると|扫描.{0,12}二维码|"
    r"扫一扫.{0,12}二维码|识别.{0,12}二维码|关注.{0,20}(?:公众号|微信|微博)|關注.{0,20}(?:公众号|微信|微博)"
)
"""The same where no blanks part the words, each begun with a character: `re` looks for those alone."""

IMPRINT: Final = (
    (
        r"^\W*(?:the |staff \w+ )?(?-i:[A-Z][\w.'’-]*(?:(?:,| and|, and)? [A-Z][\w.'’-]*)+) "
        r"(?:also )?contributed\W*$"
    ),
    r"^\W*with (?:reports?|reporting|additional reporting|files)\b.{0,80}$",
    r"^\W*mit (?:agentur)?material.{0,40}$",
    r"^\W*(?:additional )?reporting by\b.{0,200}$|^\W*(?:edited|editing) by\b.{0,120}$",
    r"^\W*(?:e-?mail|contact|write to|reach) .{0,60}(?:@|twitter)",
    (
        r"^\W*(?:this (?:article|story|post|piece) (?:was )?(?:originally|first)|(?:originally|"
        r"first) (?:published|appeared))\b"
    ),
    r"^\W*the post .{1,300}\b(?:first appeared|appeared first) on\b.{1,80}$",
    r"^\W*this is a (?:breaking|developing) (?:news )?story\b.{0,60}$",
    r"^\W*this is a breaking new story\b.{0,60}$",
    r"^\((?-i:[a-z]{2,5})(?:[/, ]+(?-i:[a-z]{2,5})){0,3}\)$",
    r"^\W*copyright\b|^\W*©",
    (
        r"^\W*(?:categor(?:y|ies)|kategorien?|cat[ée]gories?|categor[ií]as?|tags?|schlagw(?:o|ö|oe)rte?r?|"
        r"stichw[oö]rte?r?|mots[- ]cl[ée]s|palabras clave|etiquetas|keywords)\s*(?::.{0,120})?\W*$"
    ),
    r"^\W*(?:filed|posted|tagged|abgelegt|gespeichert|classé) (?:under|in|unter|dans)\b[^.]{0,120}$",
    (
        r"^\W*(?:the |die |les |los )?(?:comments|kommentare|commentaires|comentarios)(?: \w+){0,5} "
        r"(?:closed|geschlossen|fermés|cerrados)\b"
    ),
    r"^\W*(?:pages?|seiten?)\W*(?:\d+\W*){1,20}$",
    r"^\W*(?:\S+ ){0,4}[\w.+-]+@[\w-]+\.[\w.-]+\W*(?:\(end\))?\W*$",
    r"^\W*(?:suggested citation|zitiervorschlag)\b|^\W*doi:? ?(?:https?:|10\.)",
    r"^\W*(?:übersetzung|translation|traduction|traducción) ?:\s.{0,200}$",
    r"^\W*(?:alle )?angaben (?:sind )?ohne gewähr\b",
    r"^\W*(?:quelle|source|fuente|redaktion|mitarbeit|faktencheck):\s.{0,100}$|^\W*责(?:任)?编",
    r"^\W*(?:免责|版权|特别|郑重|法律)?声明(?:\W|$)|^\W*本文(?:仅|只)?代表作者",
    r"^\W*原(?:标题|题)[为：:]|^\W*(?:编辑|校对|审核|来源)[:：].{0,30}$",
    r"^\W*this work, .{0,200}\bmust comply with the restrictions\b",
    r"^\W*for more (?:information|news|stories)\b.{0,80}\b(?:visit|see|go to|follow|click)\b",
)
"""How a line begins that says who else worked on the story, how to reach them or whose it is.

Such lines stand behind the last paragraph.
"""

IMPRINT_WITHIN: Final = (
    (
        r"\bcontributed (?:to (?:this|the) (?:report|story|article|piece|post|guide)|reporting)"
        r"(?=\W*$|[.;)\]]| (?:from|in|for|at|to|with|and|as|via)\b)"
    ),
    r"\((?:abgerufen am|retrieved|accessed|consulté le)\b",
    r"\b(?:can be|may be) (?:reached|contacted) at\b",
    (
        r"\balle rechte vorbehalten\b|\btous droits réservés\b|"
        r"\b(?:todos los derechos|todos os direitos) reservados\b|"
        r"\btutti i diritti riservati\b|\balle rechten voorbehouden\b|\bwszelkie prawa zastrzeżone\b"
    ),
    (
        r"\b(?:views|opinions)(?: and (?:views|opinions))? expressed\b.{0,120}"
        r"\b(?:own|authors?|personal|reflect|represent)\b|"
        r"\bnicht (?:unbedingt |zwingend |notwendigerweise )?die meinung der redaktion\b|"
        r"\bn['’]engagent? (?:pas|que)\b|\bno (?:reflejan?|representan?) necesariamente\b"
    ),
    (
        r"^(?=.{0,150}\b(?:us|our|uns|unsere[mnrs]?|diskut\w+|diskussion\w*|discussion|kommentare|nous|nos|noi)\b)"
        r".{0,150}\b(?:facebook|twitter|x|instagram|linkedin|telegram|whatsapp|youtube)\W+"
        r"(?:or|oder|und|and|et|ou|o|y|e) (?:\w+ )?"
        r"(?:facebook|twitter|x|instagram|linkedin|telegram|whatsapp|youtube)\W*$"
    ),
    r"\ball rights reserved\b|\bmay not be (?:reproduced|published|redistributed)\b",
)
"""The same wherever it stands in a line."""

UNSPACED_IMPRINT: Final = (
    r"未经.{0,16}转载|禁止.{0,16}转载|谢绝.{0,16}转载|转载(?:请|需)|無断(?:転載|複製)|무단 ?전재|재배포 ?금지"
)
"""The same in scripts without spaces, each begun with a character, too."""

END_MARKS: Final = (
    r"(?:# ?){3,}",
    r"[-–—*(\s]+30[-–—*)\s]+",
    r"\W*(?-i:ENDS?)\W*",
    r"\W*endit\W*",
    r"\W*责(?:任)?编辑?\W.{0,24}",
)
"""What agencies, press offices and Chinese editors set below the last line, whole."""

MONTHS: Final = (
    "jan feb fev mar apr may jun jul aug sep oct out nov dec mär mai okt dez janv févr mars avr juin "
    "juil août déc ene abr "
    "ago set dic gen mag giu lug ott maj led úno bře dub kvě čer srp zář říj lis pro sty lut kwi cze "
    "lip sie wrz paź gru "
    "янв фев мар апр мая май июн июл авг сен окт ноя дек oca şub nis haz tem ağu eyl eki kas ara"
).split()
"""How months begin, in the languages of the outlets."""

DATE_WORDS: Final = frozenset(
    "published updated posted modified last first on at created edited reviewed stand uhr "
    "veröffentlicht aktualisiert "
    "publié mis à jour le actualizado publicado a las pubblicato aggiornato publicerad uppdaterad kl "
    "publisert oppdatert "
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday montag "
    "dienstag mittwoch "
    "donnerstag freitag samstag sonntag mo di mi do fr sa so am pm m p et est edt pst pdt gmt utc cet "
    "cest bst ist min "
    "minute minutes read lesezeit minuten lesedauer ago o of von by de um às sexta feira segunda "
    "terça quarta quinta".split()
)
"""Words that stand beside a date where nothing but the date is told."""
