"""Trade press of the European continent."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider
from crawler.spiders.families import DAY, MONTH, SLUG, under, wordpress


class NavalNews(OutletSpider):
    """Navies and shipyards of the world, from Paris."""

    outlet = wordpress(
        "navalnews",
        "Naval News",
        "https://www.navalnews.com/",
        r"^/(?:naval-news|event-news/[a-z0-9-]+)/\d{4}/\d\d/[^/]+/?$",
        country="fr",
        listings=(),
    )


class ArmyRecognition(OutletSpider):
    """Weapons and vehicles, from Belgium."""

    outlet = Outlet(
        "armyrecognition",
        "Army Recognition",
        "https://www.armyrecognition.com/",
        listings=("/news/army-news", "/news/navy-news", "/news/aerospace-news"),
        article_url=r"^/news/(?:army|navy|aerospace)-news/(?:\d{4}/)?[a-z0-9]+(?:-[a-z0-9]+){3,}$",
        country="be",
    )


class BulgarianMilitary(OutletSpider):
    """Weapons and wars, from Bulgaria."""

    outlet = wordpress(
        "bulgarianmilitary",
        "Bulgarian Military",
        "https://bulgarianmilitary.com/",
        DAY,
        country="bg",
        listings=(),
    )


class Euractiv(OutletSpider):
    """The European Union's politics; its defence section."""

    outlet = wordpress(
        "euractiv",
        "Euractiv: Defence",
        "https://www.euractiv.com/",
        r"^/(?:section/[a-z-]+/)?(?:news|opinion|interview|infographic)/[^/]*-[^/]+/?$",
        country="eu",
        feeds=("/sections/defence-and-security/feed/",),
        listings=("/sections/defence-and-security/",),
    )


class EuropeanSecurityDefence(OutletSpider):
    """The Mittler group's magazine in English."""

    outlet = wordpress(
        "esd",
        "European Security & Defence",
        "https://euro-sd.com/",
        r"^/\d{4}/\d\d/[a-z-]+/(?:[a-z-]+/)?\d+/[^/]+/?$",
        country="de",
    )


class EuropaeischeSicherheit(OutletSpider):
    """The Mittler group's magazine in German."""

    outlet = wordpress(
        "esut",
        "Europäische Sicherheit & Technik",
        "https://esut.de/",
        r"^/\d{4}/\d\d/[a-z-]+/(?:[a-z-]+/)?\d+/[^/]+/?$",
        country="de",
        language="de",
    )


class Hartpunkt(OutletSpider):
    """German programmes and industry."""

    outlet = wordpress(
        "hartpunkt", "hartpunkt", "https://www.hartpunkt.de/", SLUG, country="de", language="de"
    )  # fmt: skip


class AugenGeradeaus(OutletSpider):
    """German forces and their missions, by one reporter."""

    outlet = wordpress(
        "augengeradeaus",
        "Augen geradeaus!",
        "https://augengeradeaus.net/",
        MONTH,
        country="de",
        language="de",
    )


class DefenceIndustryEurope(OutletSpider):
    """Companies and contracts, from Poland."""

    outlet = wordpress(
        "defence-industry-eu", "Defence Industry Europe", "https://defence-industry.eu/", SLUG, country="pl"
    )


class Defence24(OutletSpider):
    """Poland's forces and neighbours, in English."""

    outlet = Outlet(
        "defence24",
        "Defence24",
        "https://defence24.com/",
        feeds=("/_rss",),
        listings=("/armed-forces", "/industry", "/defence-policy", "/geopolitics"),
        article_url=r"^/(?:armed-forces|industry|defence-policy|geopolitics)/[a-z0-9]+(?:-[a-z0-9]+){2,}$",
        country="pl",
    )


class EDRMagazine(OutletSpider):
    """Programmes and exhibitions, from Italy."""

    outlet = wordpress("edr", "EDR Magazine", "https://www.edrmagazine.eu/", SLUG, country="it")


class AnalisiDifesa(OutletSpider):
    """Italian forces and strategy."""

    outlet = wordpress(
        "analisidifesa", "Analisi Difesa", "https://www.analisidifesa.it/", MONTH, country="it", language="it"
    )


class ZoneMilitaire(OutletSpider):
    """French forces and strategy, by one reporter."""

    outlet = wordpress(
        "opex360", "Zone Militaire", "https://www.opex360.com/", DAY, country="fr", language="fr"
    )  # fmt: skip


class ForcesOperations(OutletSpider):
    """Land forces and their industry, in French."""

    outlet = wordpress(
        "forcesoperations",
        "Forces Operations Blog",
        "https://www.forcesoperations.com/",
        SLUG,
        country="fr",
        language="fr",
    )


class MetaDefense(OutletSpider):
    """Analyses of programmes, in French; much for subscribers."""

    outlet = wordpress(
        "meta-defense", "Meta-Défense", "https://meta-defense.fr/", DAY, country="fr", language="fr"
    )  # fmt: skip


class Infodefensa(OutletSpider):
    """Spain's and Latin America's forces and industry."""

    outlet = Outlet(
        "infodefensa",
        "Infodefensa",
        "https://www.infodefensa.com/",
        listings=("/",),
        article_url=r"^/texto-diario/mostrar/\d+/[^/]+$",
        country="es",
        language="es",
    )


class Defensa(OutletSpider):
    """Spain's and Latin America's forces and industry."""

    outlet = Outlet(
        "defensa",
        "Defensa.com",
        "https://www.defensa.com/",
        listings=("/",),
        article_url=r"^/[a-z0-9-]+/[a-z0-9]+(?:-[a-z0-9]+){3,}$",
        country="es",
        language="es",
    )


class Militarnyi(OutletSpider):
    """Ukraine's forces and the war, in English."""

    outlet = wordpress(
        "militarnyi",
        "Militarnyi",
        "https://militarnyi.com/",
        r"^/en/(?:news|articles|blogs)/[^/]*-[^/]+/?$",
        country="ua",
        feeds=("/en/feed/",),
        listings=(),
    )


class DefenseExpress(OutletSpider):
    """Ukraine's weapons and the war, in English."""

    outlet = Outlet(
        "defense-express",
        "Defense Express",
        "https://en.defence-ua.com/",
        listings=("/",),
        article_url=r"^/[a-z_]+/[^/]+-\d+\.html$",
        country="ua",
    )


class ArmyInform(OutletSpider):
    """The Ukrainian ministry's news agency."""

    outlet = wordpress(
        "armyinform",
        "ArmyInform",
        "https://armyinform.com.ua/",
        DAY,
        country="ua",
        language="uk",
        kind="official",
    )


class DailySabahDefense(OutletSpider):
    """Turkey's industry; the newspaper's defence section."""

    outlet = Outlet(
        "dailysabah-defense",
        "Daily Sabah: Defense",
        "https://www.dailysabah.com/",
        listings=("/business/defense",),
        article_url=under("business/defense"),
        country="tr",
    )
