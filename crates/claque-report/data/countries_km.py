"""Makes countries_km.tsv, the Khmer names of countries, out of CLDR: `npm pack cldr-localenames-full`, unpacked.

usage: countries_km.py CLDR_PACKAGE ../../claque-audience/data/countries.tsv > countries_km.tsv
"""
import json, pathlib, sys

names = json.load(open(pathlib.Path(sys.argv[1]) / "main/km/territories.json"))
names = names["main"]["km"]["localeDisplayNames"]["territories"]
for line in open(sys.argv[2], encoding="utf-8"):
    code = line.split("\t")[0]
    # Short forms where the long one is an administrative title.
    shown = names.get(f"{code}-alt-short", names[code]) if code in ("HK", "MO", "PS", "BA") else names[code]
    print(f"{code}\t{shown}")
