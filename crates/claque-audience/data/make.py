"""Makes countries.tsv out of two well-kept lists: `npm pack cldr-localenames-full i18n-iso-countries`, both unpacked.

usage: make.py CLDR_PACKAGE I18N_PACKAGE > countries.tsv

One line a country: alpha-2, alpha-3, number, English name, and every name under which CLDR or i18n-iso-countries knows
it in any language, folded as `country.rs` folds what it looks up. A name that means two countries is left out, unless
English decides.
"""
import json, pathlib, sys, unicodedata

cldr, i18n = map(pathlib.Path, sys.argv[1:3])


def fold(name):
    kept = "".join(c for c in name.lower() if unicodedata.category(c)[0] in "LMN")
    return unicodedata.normalize("NFC", kept)


def bare(name):
    """Without marks on Latin letters, as people type: Côte d'Ivoire, Türkiye."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
    return plain if plain.isascii() else name


# What the lists lack and newspapers write.
MORE = {
    "US": ["USA", "U.S.", "U.S.A.", "America"], "GB": ["UK", "U.K.", "Great Britain", "Britain", "England"],
    "AE": ["UAE", "U.A.E.", "Emirates"], "CD": ["DRC", "DR Congo", "Congo-Kinshasa", "Zaire"],
    "CG": ["Congo", "Congo-Brazzaville", "Republic of Congo"], "KP": ["DPRK"], "KR": ["ROK", "Korea"], "MM": ["Burma"],
    "LA": ["Lao PDR"], "TW": ["Chinese Taipei"], "PS": ["Palestine", "State of Palestine"], "CI": ["Ivory Coast"],
    "XK": ["Kosovo"], "VA": ["Holy See", "Vatican"], "CZ": ["Czechia"], "BN": ["Brunei"], "SY": ["Syria"],
    "RU": ["Russia"], "VN": ["Vietnam"], "IR": ["Iran"], "FM": ["Micronesia"], "MD": ["Moldova"], "BO": ["Bolivia"],
    "VE": ["Venezuela"], "TZ": ["Tanzania"], "MK": ["Macedonia"], "SZ": ["Swaziland"], "TL": ["East Timor"],
    "CV": ["Cape Verde"], "HK": ["Hong Kong"], "MO": ["Macau"], "SA": ["KSA"], "KH": ["Kampuchea"],
}

alpha3 = {a: (b, n) for a, b, n, *_ in json.load(open(i18n / "codes.json"))}
alpha3["XK"] = ("XKX", "")
english = json.load(open(cldr / "main/en/territories.json"))["main"]["en"]["localeDisplayNames"]["territories"]
found = {}  # folded name -> {code: weight}


def say(code, name, weight):
    for text in {name, bare(name)}:
        key = fold(text)
        if len(key) > 1 and not key.isdigit():
            found.setdefault(key, {}).setdefault(code, 0)
            found[key][code] += weight


for folder in sorted(p.parent for p in (cldr / "main").glob("*/territories.json")):
    names = json.load(open(folder / "territories.json"))["main"][folder.name]["localeDisplayNames"]["territories"]
    for key, name in names.items():
        code = key.split("-")[0]
        if code in alpha3:
            say(code, name, 1000 if folder.name == "en" else 1)
            if name.endswith(")") and "(" in name:
                for part in name[:-1].split("("):
                    say(code, part, 1)
for path in sorted((i18n / "langs").glob("*.json")):
    for code, names in json.load(open(path))["countries"].items():
        for name in names if isinstance(names, list) else [names]:
            if code in alpha3:
                say(code, name, 1000 if path.stem == "en" else 1)
for code, names in MORE.items():
    for name in names:
        say(code, name, 100000)
codes = {fold(x) for a, (b, n) in alpha3.items() for x in (a, b)}
mine = {code: set() for code in alpha3}
for key, by in found.items():
    order = sorted(by.values(), reverse=True)
    if key in codes and max(order) < 100000:
        continue
    if len(order) == 1 or order[0] >= 1000 > order[1] or order[0] >= 100000 > order[1] or order[0] > 9 * order[1]:
        mine[max(by, key=by.get)].add(key)
for code in sorted(mine):
    three, number = alpha3[code]
    shown = english.get(f"{code}-alt-short", english[code]) if code in ("MM", "HK", "MO", "PS", "BA") else english[code]
    print("\t".join([code, three, number, shown, *sorted(mine[code])]))
