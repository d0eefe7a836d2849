"""Trade and military press of the English-speaking world on WordPress."""

from crawler.spiders.base import OutletSpider
from crawler.spiders.families import DAY, MONTH, SLUG, under, wordpress


class BreakingDefense(OutletSpider):
    """Programmes, budgets, networks; Washington and the allies."""

    outlet = wordpress(
        "breakingdefense", "Breaking Defense", "https://breakingdefense.com/", MONTH, country="us"
    )


class USNINews(OutletSpider):
    """The US Naval Institute's daily news, with the weekly Fleet Tracker."""

    outlet = wordpress(
        "usninews", "USNI News", "https://news.usni.org/", DAY, country="us", confirmed=True
    )  # fmt: skip


class TheWarZone(OutletSpider):
    """Aircraft, ships and weapons, in depth."""

    outlet = wordpress(
        "twz",
        "The War Zone",
        "https://www.twz.com/",
        # /23085/slug, /air/slug and /slug stand side by side.
        r"^/(?!category/|author/|tag/)(?:[a-z0-9-]+/)?[a-z0-9]+(?:-[a-z0-9]+){3,}/?$",
        country="us",
        confirmed=True,
    )


class WarOnTheRocks(OutletSpider):
    """Commentary on strategy; the members' pieces show their beginning alone."""

    outlet = wordpress("warontherocks", "War on the Rocks", "https://warontherocks.com/", MONTH, country="us")


class TaskAndPurpose(OutletSpider):
    """Life in the services."""

    outlet = wordpress(
        "taskandpurpose",
        "Task & Purpose",
        "https://taskandpurpose.com/",
        under("news", "culture", "military-life", "tech-tactics", "history", "opinion", "health"),
        country="us",
    )


class TheAviationist(OutletSpider):
    """Military aviation."""

    outlet = wordpress("theaviationist", "The Aviationist", "https://theaviationist.com/", DAY, country="it")


class AirAndSpaceForces(OutletSpider):
    """The Air & Space Forces Association's magazine."""

    outlet = wordpress(
        "airandspaceforces",
        "Air & Space Forces Magazine",
        "https://www.airandspaceforces.com/",
        SLUG,
        country="us",
    )


class DefenseScoop(OutletSpider):
    """Defence technology and how it is bought."""

    outlet = wordpress("defensescoop", "DefenseScoop", "https://defensescoop.com/", DAY, country="us")


class TheDefensePost(OutletSpider):
    """Daily news, much of it from companies and agencies."""

    outlet = wordpress(
        "thedefensepost",
        "The Defense Post",
        "https://thedefensepost.com/",
        DAY,
        country="us",
        confirmed=True,
    )


class DefenceBlog(OutletSpider):
    """Weapons and vehicles seen in the field."""

    outlet = wordpress("defence-blog", "Defence Blog", "https://defence-blog.com/", SLUG, country="us")


class ArmyTechnology(OutletSpider):
    """GlobalData's site on land warfare; its sisters share stories with it."""

    outlet = wordpress(
        "army-technology",
        "Army Technology",
        "https://www.army-technology.com/",
        under("news", "features", "analyst-comment", "interviews"),
        country="gb",
        listings=(),  # WordPress is a guess, so its API is not asked
    )


class AirforceTechnology(OutletSpider):
    """GlobalData's site on air warfare."""

    outlet = wordpress(
        "airforce-technology",
        "Airforce Technology",
        "https://www.airforce-technology.com/",
        under("news", "features", "analyst-comment", "interviews"),
        country="gb",
        listings=(),
    )


class NavalTechnology(OutletSpider):
    """GlobalData's site on naval warfare."""

    outlet = wordpress(
        "naval-technology",
        "Naval Technology",
        "https://www.naval-technology.com/",
        under("news", "features", "analyst-comment", "interviews"),
        country="gb",
        listings=(),
    )


class UKDefenceJournal(OutletSpider):
    """British forces and industry."""

    outlet = wordpress(
        "ukdefencejournal",
        "UK Defence Journal",
        "https://ukdefencejournal.org.uk/",
        SLUG,
        country="gb",
        listings=(),
    )


class NavyLookout(OutletSpider):
    """The Royal Navy, from outside."""

    outlet = wordpress(
        "navylookout", "Navy Lookout", "https://www.navylookout.com/", SLUG, country="gb", listings=()
    )


class Seapower(OutletSpider):
    """The Navy League's magazine."""

    outlet = wordpress("seapower", "Seapower", "https://seapowermagazine.org/", SLUG, country="us")


class SpaceNews(OutletSpider):
    """Space, with a large military part."""

    outlet = wordpress("spacenews", "SpaceNews", "https://spacenews.com/", SLUG, country="us")


class SoldierSystems(OutletSpider):
    """Equipment of the single soldier."""

    outlet = wordpress(
        "soldiersystems", "Soldier Systems Daily", "https://soldiersystems.net/", DAY, country="us"
    )


class Sandboxx(OutletSpider):
    """Airpower and special operations."""

    outlet = wordpress(
        "sandboxx", "Sandboxx News", "https://www.sandboxx.us/", under("news"), country="us"
    )  # fmt: skip


class TheHillDefense(OutletSpider):
    """The Hill's defence desk."""

    outlet = wordpress(
        "thehill-defense",
        "The Hill: Defense",
        "https://thehill.com/",
        r"^/policy/defense/\d+-[^/]+/?$",
        country="us",
        feeds=("/policy/defense/feed/",),
        listings=("/policy/defense/",),
    )


class ModernWarInstitute(OutletSpider):
    """West Point's institute: essays by serving officers."""

    outlet = wordpress(
        "modernwarinstitute", "Modern War Institute", "https://mwi.westpoint.edu/", SLUG, country="us"
    )


class SmallWarsJournal(OutletSpider):
    """Irregular war."""

    outlet = wordpress(
        "smallwarsjournal", "Small Wars Journal", "https://smallwarsjournal.com/", DAY, country="us"
    )


class CIMSEC(OutletSpider):
    """The Center for International Maritime Security's essays."""

    outlet = wordpress("cimsec", "CIMSEC", "https://cimsec.org/", SLUG, country="us")


class NineteenFortyFive(OutletSpider):
    """Opinion and popular pieces on weapons."""

    outlet = wordpress("19fortyfive", "19FortyFive", "https://www.19fortyfive.com/", MONTH, country="us")


class OvertDefense(OutletSpider):
    """Small arms and small wars."""

    outlet = wordpress("overtdefense", "Overt Defense", "https://www.overtdefense.com/", DAY, country="us")


class DefenceWeb(OutletSpider):
    """Africa's forces and industry."""

    outlet = wordpress(
        "defenceweb",
        "defenceWeb",
        "https://www.defenceweb.co.za/",
        under("featured", "land", "aerospace", "sea", "joint", "security", "industry", "cyber-defence"),
        country="za",
        listings=(),
    )


class MilitaryAfrica(OutletSpider):
    """Africa's forces, from Nigeria."""

    outlet = wordpress(
        "military-africa", "Military Africa", "https://www.military.africa/", MONTH, country="ng"
    )  # fmt: skip
