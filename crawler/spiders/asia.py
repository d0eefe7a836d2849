"""Trade press of Asia and the Pacific, and of the Middle East."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider
from crawler.spiders.families import MONTH, SLUG, wordpress


class AsianMilitaryReview(OutletSpider):
    """Asia's forces and their programmes, from Bangkok."""

    outlet = wordpress(
        "asianmilitaryreview",
        "Asian Military Review",
        "https://www.asianmilitaryreview.com/",
        MONTH,
        country="th",
        listings=(),
    )


class AsiaPacificDefenceReporter(OutletSpider):
    """Australia's and Asia's programmes."""

    outlet = wordpress(
        "apdr",
        "Asia Pacific Defence Reporter",
        "https://asiapacificdefencereporter.com/",
        SLUG,
        country="au",
    )


class TheDiplomat(OutletSpider):
    """Politics and security of Asia."""

    outlet = wordpress("thediplomat", "The Diplomat", "https://thediplomat.com/", MONTH, country="us")


class TheStrategist(OutletSpider):
    """The Australian Strategic Policy Institute's commentary."""

    outlet = wordpress(
        "thestrategist", "The Strategist", "https://www.aspistrategist.org.au/", SLUG, country="au"
    )  # fmt: skip


class IndianDefenceReview(OutletSpider):
    """Indian forces and strategy."""

    outlet = wordpress(
        "indiandefencereview",
        "Indian Defence Review",
        "https://indiandefencereview.com/",
        r"^/(?:news/)?[a-z0-9]+(?:-[a-z0-9]+){3,}/?$",
        country="in",
    )


class EurasianTimes(OutletSpider):
    """Wars and weapons, from India."""

    outlet = wordpress(
        "eurasiantimes", "The EurAsian Times", "https://www.eurasiantimes.com/", SLUG, country="in"
    )  # fmt: skip


class DefenseMirror(OutletSpider):
    """Short news on weapons, from India."""

    outlet = Outlet(
        "defensemirror",
        "DefenseMirror",
        "https://www.defensemirror.com/",
        listings=("/",),
        article_url=r"^/(?:news|feature|opinion)/\d+/[^/]+$",
        country="in",
    )


class YonhapDefense(OutletSpider):
    """South Korea's news agency; its defence desk."""

    outlet = Outlet(
        "yonhap-defense",
        "Yonhap: Defense",
        "https://en.yna.co.kr/",
        listings=("/national/defense",),
        article_url=r"^/view/AEN\d{12,}$",
        country="kr",
    )


class FocusTaiwanPolitics(OutletSpider):
    """Taiwan's news agency; politics and defence."""

    outlet = Outlet(
        "focustaiwan",
        "Focus Taiwan: Politics",
        "https://focustaiwan.tw/",
        listings=("/politics",),
        article_url=r"^/(?:politics|cross-strait)/\d{9,}$",
        country="tw",
    )


class IsraelDefense(OutletSpider):
    """Israel's forces and industry."""

    outlet = Outlet(
        "israeldefense",
        "Israel Defense",
        "https://www.israeldefense.co.il/",
        listings=("/en",),
        article_url=r"^/en/node/\d+$",
        platform="drupal",
        country="il",
    )


class DefenseUpdate(OutletSpider):
    """Technology and exhibitions, from Israel."""

    outlet = wordpress(
        "defense-update",
        "Defense Update",
        "https://defense-update.com/",
        r"^/\d{8}_[^/]+\.html$",
        country="il",
    )
