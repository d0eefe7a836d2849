"""The declared outlets: every pattern takes the address of an article and leaves the page beside it."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler import registry
from crawler.discovery import looks_like_article

# name, an article, and what stands beside it in a listing or sitemap. The slugs are invented.
ADDRESSES = """
militarytimes       https://www.militarytimes.com/pay-benefits/military-benefits/health-care/2026/10/30/clinics-open-on-sundays/
                    https://www.militarytimes.com/news/your-military/
armytimes           https://www.armytimes.com/news/your-army/2026/11/20/brigade-trades-trucks-for-mules/
                    https://www.armytimes.com/news/your-army
navytimes           https://www.navytimes.com/news/your-navy/2026/11/20/frigate-returns-with-a-stowaway-goat/
                    https://www.navytimes.com/author/jane-roe/
airforcetimes       https://www.airforcetimes.com/news/your-air-force/2026/11/20/tankers-fly-on-cooking-oil/
                    https://www.airforcetimes.com/video/
marinecorpstimes    https://www.marinecorpstimes.com/news/your-marine-corps/2026/11/20/new-boots-for-the-island-fight/
                    https://www.marinecorpstimes.com/tags/boots/
defensenews         https://www.defensenews.com/global/europe/2026/09/09/baltic-states-share-one-radar/
                    https://www.defensenews.com/global/europe/
c4isrnet            https://www.c4isrnet.com/battlefield-tech/2026/11/20/radio-that-listens-first/
                    https://www.c4isrnet.com/battlefield-tech/
federaltimes        https://www.federaltimes.com/management/2026/11/20/agency-counts-its-desks/
                    https://www.federaltimes.com/management/
breakingdefense     https://breakingdefense.com/2026/11/army-picks-two-for-scout-drone/
                    https://breakingdefense.com/category/land-warfare/
usninews            https://news.usni.org/2026/11/20/carrier-group-leaves-the-gulf
                    https://news.usni.org/category/fleet-tracker
twz                 https://www.twz.com/air/a-tanker-that-lands-on-gravel
                    https://www.twz.com/category/air
warontherocks       https://warontherocks.com/2026/11/what-depots-teach-about-deterrence/
                    https://warontherocks.com/category/commentary/
taskandpurpose      https://taskandpurpose.com/news/army-barracks-roof-repair/
                    https://taskandpurpose.com/news/
theaviationist      https://theaviationist.com/2026/11/20/trainer-jet-first-flight/
                    https://theaviationist.com/category/military-aviation/
airandspaceforces   https://www.airandspaceforces.com/tanker-wing-tries-remote-towers/
                    https://www.airandspaceforces.com/tag/tankers/page/8/
defensescoop        https://defensescoop.com/2026/11/20/navy-cloud-contract-recompete/
                    https://defensescoop.com/category/ai/
thedefensepost      https://thedefensepost.com/2026/11/20/norway-orders-howitzers/
                    https://thedefensepost.com/latest/page/2/
defence-blog        https://defence-blog.com/estonia-shows-tracked-mortar-carrier/
                    https://defence-blog.com/news/army/
army-technology     https://www.army-technology.com/news/poland-orders-bridging-vehicles/
                    https://www.army-technology.com/news/
airforce-technology https://www.airforce-technology.com/features/why-tankers-age-well/
                    https://www.airforce-technology.com/projects/
naval-technology    https://www.naval-technology.com/news/chile-launches-icebreaker/
                    https://www.naval-technology.com/news/page/3/
ukdefencejournal    https://ukdefencejournal.org.uk/minehunter-leaves-clyde-after-refit/
                    https://ukdefencejournal.org.uk/category/sea/
navylookout         https://www.navylookout.com/the-long-wait-for-a-tanker/
                    https://www.navylookout.com/about-us/
seapower            https://seapowermagazine.org/coast-guard-names-fourth-cutter/
                    https://seapowermagazine.org/subscribe/
spacenews           https://spacenews.com/space-force-orders-small-launchers/
                    https://spacenews.com/section/military-space/
soldiersystems      https://soldiersystems.net/2026/11/20/a-glove-for-cold-triggers/
                    https://soldiersystems.net/2026/11/20/
sandboxx            https://www.sandboxx.us/news/why-gliders-came-back/
                    https://www.sandboxx.us/news/page/2/
thehill-defense     https://thehill.com/policy/defense/5401234-senate-panel-passes-bill/
                    https://thehill.com/policy/defense/
modernwarinstitute  https://mwi.westpoint.edu/what-a-platoon-learned-about-mud/
                    https://mwi.westpoint.edu/category/articles/
smallwarsjournal    https://smallwarsjournal.com/2026/11/20/the-quiet-partisans/
                    https://smallwarsjournal.com/about/
cimsec              https://cimsec.org/convoys-without-escorts-in-winter/
                    https://cimsec.org/category/fiction/
19fortyfive         https://www.19fortyfive.com/2026/11/the-battleship-that-would-not-sink/
                    https://www.19fortyfive.com/2026/11/20/
overtdefense        https://www.overtdefense.com/2026/11/20/latvia-buys-carbines/
                    https://www.overtdefense.com/category/land/
defenceweb          https://www.defenceweb.co.za/sea/sea-sea/survey-ship-starts-sea-trials/
                    https://www.defenceweb.co.za/category/sea/
military-africa     https://www.military.africa/2026/11/ghana-receives-patrol-boats/
                    https://www.military.africa/category/navy/
defenseone          https://www.defenseone.com/threats/2026/11/what-the-exercise-did-not-test/401234/
                    https://www.defenseone.com/threats/
nextgov             https://www.nextgov.com/cybersecurity/2026/11/agencies-drop-the-password/401235/
                    https://www.nextgov.com/topic/passwords/
govexec             https://www.govexec.com/defense/2026/11/depots-hire-again/401236/
                    https://www.govexec.com/voices/jane-roe/12345/
washingtontechnology https://www.washingtontechnology.com/contracts/2026/11/protest-halts-cloud-order/401237/
                    https://www.washingtontechnology.com/contracts/
wargov              https://www.war.gov/News/Contracts/Contract/Article/4301234/contracts-for-nov-20-2026/
                    https://www.war.gov/News/Contracts/
afmil               https://www.af.mil/News/Article-Display/Article/4301235/tanker-wing-changes-command/
                    https://www.af.mil/News/Category/1234/tankers/
dsca                https://www.dsca.mil/Press-Media/Major-Arms-Sales/Article-Display/Article/4301236/norway-radios
                    https://www.dsca.mil/Press-Media/Major-Arms-Sales/
navymil             https://www.navy.mil/Press-Office/News-Stories/Article/4301237/tender-comes-home/
                    https://www.navy.mil/Press-Office/News-Stories/
marinesmil          https://www.marines.mil/News/News-Display/Article/4301238/island-exercise-ends/
                    https://www.marines.mil/News/Tag/1234/islands/
spaceforce          https://www.spaceforce.mil/News/Article-Display/Article/4301239/new-delta-stands-up/
                    https://www.spaceforce.mil/News/
uscg                https://www.news.uscg.mil/Press-Releases/Article/4301240/crew-saves-three/
                    https://www.news.uscg.mil/Press-Releases/
nationalguard       https://www.nationalguard.mil/News/Article-View/Article/4301241/guard-clears-roads/
                    https://www.nationalguard.mil/News/
jcs                 https://www.jcs.mil/Media/News/News-Display/Article/4301242/chairman-visits-oslo/
                    https://www.jcs.mil/Media/Speeches/
centcom             https://www.centcom.mil/MEDIA/PRESS-RELEASES/Press-Release-View/Article/4301243/drone-shot-down/
                    https://www.centcom.mil/MEDIA/PRESS-RELEASES/
pacom               https://www.pacom.mil/Media/News/News-Article-View/Article/4301244/exercise-opens/
                    https://www.pacom.mil/Media/News/
southcom            https://www.southcom.mil/News/PressReleases/Article/4301245/hospital-ship-sails/
                    https://www.southcom.mil/News/PressReleases/
eucom               https://www.eucom.mil/pressrelease/43012/exercise-opens-in-poland
                    https://www.eucom.mil/pressreleases
africom             https://www.africom.mil/article/36012/medics-train-in-ghana
                    https://www.africom.mil/articles
armymil             https://www.army.mil/article/281234/depot_rebuilds_its_hundredth_engine
                    https://www.army.mil/news/newsreleases
dvids               https://www.dvidshub.net/news/481234/engineers-bridge-the-river
                    https://www.dvidshub.net/unit/ENG
nato                https://www.nato.int/en/news-and-events/articles/news/2026/11/20/allies-open-a-depot
                    https://www.nato.int/en/news-and-events/events
eda                 https://eda.europa.eu/news-and-events/news/2026/11/20/joint-order-for-shells
                    https://eda.europa.eu/news-and-events/news
ukmod               https://www.gov.uk/government/news/minehunter-named-at-portsmouth
                    https://www.gov.uk/government/organisations/ministry-of-defence
royalnavy           https://www.royalnavy.mod.uk/news/2026/november/20/261120-minehunter-named
                    https://www.royalnavy.mod.uk/news
britisharmy         https://www.army.mod.uk/news/sappers-rebuild-flooded-bridge/
                    https://www.army.mod.uk/news/
raf                 https://www.raf.mod.uk/news/articles/tanker-crew-diverts/
                    https://www.raf.mod.uk/news/
australia           https://www.minister.defence.gov.au/media-releases/2026-11-20/patrol-boat-named
                    https://www.defence.gov.au/news-events/news
canada              https://www.canada.ca/en/department-national-defence/news/2026/11/icebreaker-named.html
                    https://www.canada.ca/en/department-national-defence.html
nzdf                https://www.nzdf.mil.nz/media-centre/news/survey-ship-comes-home/
                    https://www.nzdf.mil.nz/media-centre/news/
bundeswehr          https://www.bundeswehr.de/de/aktuelles/meldungen/pioniere-bauen-bruecke-5912345
                    https://www.bundeswehr.de/de/aktuelles/meldungen
bmvg                https://www.bmvg.de/de/aktuelles/neue-boote-fuer-die-ostsee-5912346
                    https://www.bmvg.de/de/aktuelles
francearmees        https://www.defense.gouv.fr/marine/actualites/la-fregate-rentre-a-brest
                    https://www.defense.gouv.fr/marine/actualites
polandmod           https://www.gov.pl/web/national-defence/new-bridges-for-the-engineers
                    https://www.gov.pl/web/national-defence/news
ukrainemod          https://mod.gov.ua/en/news/field-kitchens-reach-the-brigades
                    https://mod.gov.ua/en/news
japanmod            https://www.mod.go.jp/en/article/2026/11/0a1b2c3d4e5f.html
                    https://www.mod.go.jp/en/article/
mindef              https://www.mindef.gov.sg/news-and-events/latest-releases/20nov26_nr
                    https://www.mindef.gov.sg/news-and-events/latest-releases/
stripes             https://www.stripes.com/branches/army/2026-11-20/barracks-mold-repairs-19812345.html
                    https://www.stripes.com/branches/army/
militarycom         https://www.military.com/daily-news/2026/11/20/clinic-reopens-after-flood.html
                    https://www.military.com/daily-news
nationaldefense     https://www.nationaldefensemagazine.org/articles/2026/11/20/castings-run-short
                    https://www.nationaldefensemagazine.org/articles
insidedefense       https://insidedefense.com/daily-news/army-slips-howitzer-decision
                    https://insidedefense.com/daily-news
aviationweek        https://aviationweek.com/defense/aircraft-propulsion/tanker-order-grows-two
                    https://aviationweek.com/defense/aircraft-propulsion
proceedings         https://www.usni.org/magazines/proceedings/2026/november/keep-tenders
                    https://www.usni.org/magazines/proceedings/2026/november
politico-defense    https://www.politico.com/news/2026/11/20/senate-defense-bill-00412345
                    https://www.politico.com/defense
janes               https://www.janes.com/osint-insights/defence-news/sea/chile-launches-icebreaker
                    https://www.janes.com/osint-insights/defence-news
shephard            https://www.shephardmedia.com/news/naval-warfare/chile-launches-icebreaker/
                    https://www.shephardmedia.com/news/naval-warfare/
forcesnews          https://www.forcesnews.com/services/army/sappers-rebuild-flooded-village-bridge
                    https://www.forcesnews.com/services/army
flightglobal        https://www.flightglobal.com/defence/tanker-order-grows/161234.article
                    https://www.flightglobal.com/defence
defenceconnect      https://www.defenceconnect.com.au/naval/15123-patrol-boat-named
                    https://www.defenceconnect.com.au/naval
adm                 https://www.australiandefence.com.au/news/news/patrol-boat-named-in-perth
                    https://www.australiandefence.com.au/news
canadiandefencereview https://canadiandefencereview.com/icebreaker-named-at-quebec-yard/
                    https://canadiandefencereview.com/news/
navalnews           https://www.navalnews.com/naval-news/2026/11/chile-launches-icebreaker/
                    https://www.navalnews.com/category/naval-news/
armyrecognition     https://www.armyrecognition.com/news/army-news/2026/estonia-shows-tracked-mortar-carrier
                    https://www.armyrecognition.com/news/army-news/2026
bulgarianmilitary   https://bulgarianmilitary.com/2026/11/20/estonia-shows-mortar-carrier/
                    https://bulgarianmilitary.com/category/news/
euractiv            https://www.euractiv.com/section/defence-and-security/news/joint-order-for-shells/
                    https://www.euractiv.com/sections/defence-and-security/
esd                 https://euro-sd.com/2026/11/major-news/41234/estonia-shows-mortar-carrier/
                    https://euro-sd.com/category/major-news/
esut                https://esut.de/2026/11/meldungen/61234/pioniere-erhalten-bruecken/
                    https://esut.de/2026/11/
hartpunkt           https://www.hartpunkt.de/pioniere-erhalten-neue-bruecken/
                    https://www.hartpunkt.de/kategorie/land/
augengeradeaus      https://augengeradeaus.net/2026/11/pioniere-erhalten-bruecken/
                    https://augengeradeaus.net/2026/11/20/
defence-industry-eu https://defence-industry.eu/estonia-orders-mortar-carriers/
                    https://defence-industry.eu/category/land/
defence24           https://defence24.com/armed-forces/engineers-get-new-bridges
                    https://defence24.com/armed-forces
edr                 https://www.edrmagazine.eu/estonia-shows-mortar-carrier
                    https://www.edrmagazine.eu/category/land
analisidifesa       https://www.analisidifesa.it/2026/11/nuovi-ponti-per-il-genio/
                    https://www.analisidifesa.it/category/terra/
opex360             https://www.opex360.com/2026/11/20/le-genie-recoit-ses-ponts/
                    https://www.opex360.com/category/forces-terrestres/
forcesoperations    https://www.forcesoperations.com/le-genie-recoit-ses-ponts/
                    https://www.forcesoperations.com/contact/
meta-defense        https://meta-defense.fr/2026/11/20/le-genie-recoit-ses-ponts/
                    https://meta-defense.fr/categorie/terre/
infodefensa         https://www.infodefensa.com/texto-diario/mostrar/5412345/ingenieros-reciben-puentes
                    https://www.infodefensa.com/seccion/espana
defensa             https://www.defensa.com/espana/ingenieros-reciben-nuevos-puentes
                    https://www.defensa.com/espana
militarnyi          https://militarnyi.com/en/news/engineers-get-new-bridges/
                    https://militarnyi.com/en/news/
defense-express     https://en.defence-ua.com/weapon_and_tech/engineers_get_new_bridges-15123.html
                    https://en.defence-ua.com/weapon_and_tech
armyinform          https://armyinform.com.ua/2026/11/20/inzhenery-otrymaly-mosty/
                    https://armyinform.com.ua/category/news/
dailysabah-defense  https://www.dailysabah.com/business/defense/engineers-get-new-bridges
                    https://www.dailysabah.com/business/defense
asianmilitaryreview https://www.asianmilitaryreview.com/2026/11/thai-engineers-get-bridges/
                    https://www.asianmilitaryreview.com/category/land/
apdr                https://asiapacificdefencereporter.com/patrol-boat-named-in-perth/
                    https://asiapacificdefencereporter.com/category/sea/
thediplomat         https://thediplomat.com/2026/11/the-icebreaker-nobody-ordered/
                    https://thediplomat.com/topics/security/
thestrategist       https://www.aspistrategist.org.au/keep-the-old-tenders/
                    https://www.aspistrategist.org.au/author/jane-roe/
indiandefencereview https://indiandefencereview.com/engineers-get-new-bridges/
                    https://indiandefencereview.com/news/
eurasiantimes       https://www.eurasiantimes.com/indian-engineers-get-bridges/
                    https://www.eurasiantimes.com/category/asia-pacific/
defensemirror       https://www.defensemirror.com/news/38123/Engineers_Get_Bridges
                    https://www.defensemirror.com/news
yonhap-defense      https://en.yna.co.kr/view/AEN20261120001234315
                    https://en.yna.co.kr/national/defense
focustaiwan         https://focustaiwan.tw/politics/202611200012
                    https://focustaiwan.tw/politics
israeldefense       https://www.israeldefense.co.il/en/node/61234
                    https://www.israeldefense.co.il/en/tags
defense-update      https://defense-update.com/20261120_bridges.html
                    https://defense-update.com/category/land
realcleardefense    https://www.realcleardefense.com/articles/2026/11/20/keep_the_tenders_1101234.html
                    https://www.realcleardefense.com/topic/navy/
spacewar            https://www.spacewar.com/reports/Engineers_get_bridges_999.html
                    https://www.spacewar.com/Land_Forces.html
defense-aerospace   https://www.defense-aerospace.com/norway-orders-new-bridges/
                    https://www.defense-aerospace.com/category/land/
defencetalk         https://www.defencetalk.com/engineers-get-new-bridges-81234/
                    https://www.defencetalk.com/army-news/
asdnews             https://www.asdnews.com/news/defense/2026/11/20/engineers-get-bridges
                    https://www.asdnews.com/news/defense
"""
WORDS = ADDRESSES.split()
PAIRS = list(zip(WORDS[::3], WORDS[1::3], WORDS[2::3], strict=True))
OUTLETS = {name: spider.outlet for name, spider in registry.spiders().items()}


def test_every_declared_outlet_has_its_addresses_here() -> None:
    assert sorted(name for name, _, _ in PAIRS) == sorted(OUTLETS)


@pytest.mark.parametrize(("name", "article", "beside"), PAIRS, ids=WORDS[::3])
def test_an_article_s_address_is_told_from_the_page_beside_it(name: str, article: str, beside: str) -> None:
    outlet = OUTLETS[name]
    assert outlet.owns(article)
    assert outlet.owns(beside)
    assert looks_like_article(article, outlet.article_url)
    assert not looks_like_article(beside, outlet.article_url)


@pytest.mark.parametrize("name", OUTLETS)
def test_a_listing_is_no_article_of_its_own(name: str) -> None:
    outlet = OUTLETS[name]
    for source in (*outlet.feeds, *outlet.sitemaps, *outlet.listings):
        parts = urlsplit(outlet.at(source))
        assert parts.scheme == "https"
        assert parts.hostname
        assert not looks_like_article(outlet.at(source), outlet.article_url)


def test_no_two_outlets_stand_under_one_host() -> None:
    hosts = Counter(host for outlet in OUTLETS.values() for host in outlet.all_hosts)
    assert [host for host, count in hosts.items() if count > 1] == []


def test_every_platform_has_a_golden_page() -> None:
    pages = Path(__file__).parent / "pages"
    for platform in {outlet.platform for outlet in OUTLETS.values()} - {""}:
        assert list((pages / platform).glob("*.html"))
