"""The months as the languages of our newspapers name them, in the forms that stand in dates. Pure.

Some names are another month next door: "listopada" is October in Croatian and November in Polish. So a name gives
the set of months it may be. A month may be cut short to three letters, if no other month is cut short so.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Twelve a line, January first; a slash parts forms of one month, such as the one with a day and the one without.
_NAMES = """
en January February March April May June July August September October November December
de Januar/Jänner Februar/Feber März/Maerz April Mai Juni Juli August September Oktober November Dezember
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
es enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
ca gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
nl januari februari maart/mrt april mei juni juli augustus september oktober november december
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
no januar februar mars april mai juni juli august september oktober november desember
fi tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta toukokuu/toukokuuta \
kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta lokakuu/lokakuuta marraskuu/marraskuuta \
joulukuu/joulukuuta
hu január február március április május június július augusztus szeptember október november december
ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
tr Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
id Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember
pl stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec \
sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień
cs ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen \
září října/říjen listopadu/listopad prosince/prosinec
hr siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj srpnja/srpanj \
kolovoza/kolovoz rujna/rujan listopada/listopad studenoga/studenog/studeni prosinca/prosinac
ru января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август \
сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь
uk січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень \
серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень
bg януари февруари март април май юни юли август септември октомври ноември декември
el Ιανουαρίου/Ιανουάριος Φεβρουαρίου/Φεβρουάριος Μαρτίου/Μάρτιος Απριλίου/Απρίλιος Μαΐου/Μάιος/Μάϊος \
Ιουνίου/Ιούνιος Ιουλίου/Ιούλιος Αυγούστου/Αύγουστος Σεπτεμβρίου/Σεπτέμβριος Οκτωβρίου/Οκτώβριος \
Νοεμβρίου/Νοέμβριος Δεκεμβρίου/Δεκέμβριος
ar يناير/جانفي فبراير/فيفري/شباط مارس/آذار أبريل/إبريل/ابريل/أفريل/نيسان مايو/ماي/أيار يونيو/يونيه/جوان/حزيران \
يوليو/يوليه/جويلية/تموز أغسطس/اغسطس/أوت/آب سبتمبر/أيلول أكتوبر/اكتوبر نوفمبر ديسمبر
fa ژانویه/ژانویهٔ فوریه/فوریهٔ مارس آوریل مه/مهٔ/می ژوئن ژوئیه/ژوئیهٔ/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر
he ינואר/בינואר פברואר/בפברואר מרץ/מרס/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט \
ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר
hi जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर
"""
_SHORTEST = 3
_NEVER_CUT = frozenset({"fi", "ar", "fa", "he", "hi"})


@lru_cache(maxsize=1024)
def months_of(word: str) -> frozenset[int]:
    """The months, from 1, that a word may name; none where it names no month."""
    name = _plain(word)
    full, short = _tables()
    return full.get(name) or short.get(name, frozenset())


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    full: dict[str, set[int]] = {}
    short: dict[str, set[int]] = {}
    for line in _NAMES.strip().splitlines():
        language, *year = line.split()
        for month, forms in enumerate(year, start=1):
            for name in map(_plain, forms.split("/")):
                full.setdefault(name, set()).add(month)
                for size in range(_SHORTEST, 0 if language in _NEVER_CUT else len(name)):
                    short.setdefault(name[:size], set()).add(month)
    return {k: frozenset(v) for k, v in full.items()}, {k: frozenset(v) for k, v in short.items()}


def _plain(word: str) -> str:
    """Small letters without accents, as headlines in capitals have them."""
    letters = unicodedata.normalize("NFKD", word.strip(".").casefold().replace("ı", "i"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
