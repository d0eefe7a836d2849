"""The United States' own publications: the Pentagon, the services, the commands, DVIDS."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider
from crawler.spiders.families import afpims, afpims_feed


class WarGov(OutletSpider):
    """The Pentagon: news, releases, and every day's contracts."""

    outlet = afpims(
        "wargov",
        "U.S. Department of War",
        "https://www.war.gov/",
        hosts=("defense.gov",),
        feeds=(afpims_feed(1, 945), afpims_feed(9, 945), afpims_feed(400, 945)),
        listings=("/News/News-Stories/", "/News/Releases/", "/News/Contracts/"),
        confirmed=True,
    )


class AirForce(OutletSpider):
    """The Air Force."""

    outlet = afpims(
        "afmil",
        "U.S. Air Force",
        "https://www.af.mil/",
        feeds=(afpims_feed(1, 1),),
        listings=("/News/",),
        confirmed=True,
    )


class SecurityCooperation(OutletSpider):
    """The Defense Security Cooperation Agency: arms sales as Congress is told of them."""

    outlet = afpims(
        "dsca",
        "Defense Security Cooperation Agency",
        "https://www.dsca.mil/",
        feeds=(afpims_feed(700, 1509),),
        listings=("/Press-Media/Major-Arms-Sales/",),
        confirmed=True,
    )


class Navy(OutletSpider):
    """The Navy; sources disagree on the numbers of its feeds, so its pages are read."""

    outlet = afpims(
        "navymil",
        "U.S. Navy",
        "https://www.navy.mil/",
        listings=("/Press-Office/News-Stories/", "/Press-Office/Press-Releases/"),
    )


class Marines(OutletSpider):
    """The Marine Corps."""

    outlet = afpims(
        "marinesmil",
        "U.S. Marine Corps",
        "https://www.marines.mil/",
        listings=("/News/", "/News/Press-Releases/"),
    )


class SpaceForce(OutletSpider):
    """The Space Force."""

    outlet = afpims("spaceforce", "U.S. Space Force", "https://www.spaceforce.mil/", listings=("/News/",))


class CoastGuard(OutletSpider):
    """The Coast Guard's press releases."""

    outlet = afpims(
        "uscg", "U.S. Coast Guard", "https://www.news.uscg.mil/", listings=("/Press-Releases/",)
    )  # fmt: skip


class NationalGuard(OutletSpider):
    """The National Guard."""

    outlet = afpims(
        "nationalguard", "National Guard Bureau", "https://www.nationalguard.mil/", listings=("/News/",)
    )


class JointStaff(OutletSpider):
    """The Joint Chiefs of Staff."""

    outlet = afpims("jcs", "Joint Chiefs of Staff", "https://www.jcs.mil/", listings=("/Media/News/",))


class CentralCommand(OutletSpider):
    """Central Command: the Middle East."""

    outlet = afpims(
        "centcom",
        "U.S. Central Command",
        "https://www.centcom.mil/",
        listings=("/MEDIA/PRESS-RELEASES/", "/MEDIA/NEWS-ARTICLES/"),
    )


class IndoPacificCommand(OutletSpider):
    """Indo-Pacific Command."""

    outlet = afpims(
        "pacom", "U.S. Indo-Pacific Command", "https://www.pacom.mil/", listings=("/Media/News/",)
    )  # fmt: skip


class SouthernCommand(OutletSpider):
    """Southern Command: Latin America."""

    outlet = afpims(
        "southcom", "U.S. Southern Command", "https://www.southcom.mil/", listings=("/News/PressReleases/",)
    )


class EuropeanCommand(OutletSpider):
    """European Command, on a site of its own making."""

    outlet = Outlet(
        "eucom",
        "U.S. European Command",
        "https://www.eucom.mil/",
        listings=("/pressreleases", "/news"),
        article_url=r"^/(?:pressrelease|article|news)/\d+/[^/]+/?$",
        country="us",
        kind="official",
    )


class AfricaCommand(OutletSpider):
    """Africa Command, on a site of its own making."""

    outlet = Outlet(
        "africom",
        "U.S. Africa Command",
        "https://www.africom.mil/",
        listings=("/press-releases", "/articles"),
        article_url=r"^/(?:pressrelease|article)/\d+/[^/]+/?$",
        country="us",
        kind="official",
    )


class ArmyMil(OutletSpider):
    """The Army; its feed refuses some clients."""

    outlet = Outlet(
        "armymil",
        "U.S. Army",
        "https://www.army.mil/",
        feeds=("/rss/static/1.xml",),
        listings=("/news/newsreleases",),
        article_url=r"^/article(?:-amp)?/\d+(?:/[^/]+)?/?$",
        country="us",
        kind="official",
    )


class DVIDS(OutletSpider):
    """What units write about themselves; it comes again on their own sites."""

    outlet = Outlet(
        "dvids",
        "Defense Visual Information Distribution Service",
        "https://www.dvidshub.net/",
        feeds=("/rss/news",),
        article_url=r"^/news/\d+(?:/[^/]+)?/?$",
        platform="dvids",
        country="us",
        kind="official",
    )
