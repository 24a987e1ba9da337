"""Words that the leak finder must tell apart: names that are ordinary words, nicknames, numbers."""

from __future__ import annotations

# Folded. A name among these counts only where it is written as a name.
ORDINARY = frozenset(
    """
    abborre abbott ahl akare al alder alg alm alma alv ang ange angen angstrom april as ask asp
    august augusta axel back backe bagge baker bank banks barr basil bell berg berry bill bishop
    bjork bjorn black blad blank blom blomma bo bok bond borg bow brand bright bro brook brooks
    brown bush bye carter cash cedar ceder chance chase church clay cliff close cook court cox
    cross dag dahl dal dale dam dawn day dean destiny dick dimma dina drake draw drew duke duva
    earl ed eden ek eld ester eva fager faith falk falls far farmer field fields finn fisher
    fist fjall flod ford forest fors fox frank fred fri frid frida fridh friend frisk frost
    gadda gard gay gill glad glen god gold good gos grace grad gran grant gras gray green gren
    grey grip grund guld gun gunn gyllen hage hall hammar hand hans hard hare harmoni harmony
    hart hassel hast hav hay hazel heat heath heather hed hedge hell herb herr hill hjalm hjort
    hok holland holly holm hope horn host hov hunt hunter ibis iris is ivy jack jade jag jan
    jarl jarn jasmine jord joy juli june jung justice kai kaj kall kay king klar klara klint
    knight kock koppar korp kraft kraka krans kron kula kung kvall kvarn kvist lager lake land
    lane lang large larv law lax lee lejon li lilja lilly lily lind linde linn lins liten liv
    ljung ljus lo long lord lov love luft lugn lund lynx mai maj major mal malm man mane mark
    marker mars marsh mason mats max may maya meadows melin melody mild mile miles mill min mina
    moa modig moln monk moody moon moor mor mord morgon mork morn mosse my nail natt ned ness ng
    noble nord norden norr north nunn ny nyman oak oberg ok ola olive oman orm orn orneborg os
    oscar ost page palm parish park parker pass pat pepper per pierce pihl pil pilgrim pool pope
    poppy port post price quick quist rain rapp rask rav ray red reed regn ren rey rich riddar
    ring river rivers rob robin rock roman ronn ros rosa rose rosemary rot ruby rut ruth ryd
    ryttare saga sand sanna sara savage sax sea sean sharp shaw short sik silver singer siv sjo
    skar skog skold skytt slate smed smith snall sno snow sol soldat sommar spar sparv spets
    spjut spring stahl stal star stark steel stella sten stenar stig stjarn stjarna stolt stone
    stor storm storr strand street strid strom strong stubb sue summer sund sunny svala svan
    svard sved sven swan swift tall tallen tapper taylor teller temple tim tom tor torn trana
    trinity trygg tupp turner ulf ull ung urban vag van varg vatten vera vide vik viktig vilja
    ville vinter viola violet vit wade walker wall ward water way webb weber wells west white
    wik wild will winter wise wolf wood woods wright xu ya yang young
    """.split()
)
# Months and their abbreviations are written with a capital in English, and before a year.
MONTHS = frozenset("jan april may maj june juni juli july august augusti mars mar jun jul".split())
MONTH_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb"),
    ("mars", "march", "mar"),
    ("april", "april", "apr"),
    ("maj", "may", "maj"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augusti", "august", "aug"),
    ("september", "september", "sept?"),
    ("oktober", "october", "o[kc]t"),
    ("november", "november", "nov"),
    ("december", "december", "dec"),
)
# After these a name follows, however it is written.
INTRODUCTIONS = frozenset(
    """
    heter namn namnet name kallas kallad called named nickname smeknamn undertecknad mvh
    halsningar halsning regards sincerely hej
    """.split()
)
# A given name that begins a sentence is followed by what the person does.
DOINGS = frozenset(
    """
    ar har var hade kan arbetar arbetade jobbar jobbade trivs soker vill leder ledde talar fick
    kommer brinner tycker is has was had works worked can wants leads led speaks seeks will and
    och som who
    """.split()
)
# Of these a tree or a stone can be spoken too.
MERE_WORDS = frozenset("ar var kan och som is was can will and who kommer star".split())
DEGREES = frozenset("B.A. M.A. B.S. M.S. B.E. M.D. J.D. U.S. U.K. P.S. A.D. N.B. A.I. I.T.".split())
NICKNAMES = {
    "alexander": "alex sasha ludde",
    "andreas": "adde andy",
    "anders": "ankan",
    "anna": "annie ankan annis",
    "annika": "anki annis",
    "barbro": "babsan",
    "benjamin": "ben benny benke",
    "bengt": "benke",
    "birgitta": "gittan bittan",
    "carl": "calle kalle",
    "caroline": "carro caro",
    "catherine": "cathy kate katie cat",
    "charlotta": "lotta lotten",
    "charlotte": "lotta lotten charlie",
    "christina": "stina kicki tina chris",
    "christoffer": "stoffe kricke",
    "christopher": "chris kit",
    "daniel": "danne dan danny",
    "elisabeth": "lisa betty bettan elsa liz beth lisbet",
    "elizabeth": "liz beth lizzie eliza betty",
    "emma": "emmis",
    "erik": "erka jerka",
    "eva": "evis",
    "fredrik": "fredde figge frippe",
    "gabriel": "gabbe gabe",
    "gunilla": "nilla gullan",
    "gustav": "gurra gusten",
    "gustaf": "gurra gusten",
    "henrik": "henke",
    "ingrid": "inga",
    "james": "jim jimmy jamie",
    "johan": "jojje",
    "johannes": "johnny hannes",
    "john": "johnny jack jon",
    "jonas": "jonte",
    "jonathan": "jonte jon",
    "josefin": "jossan",
    "josefine": "jossan",
    "karl": "kalle",
    "katarina": "kata katta kattis nina",
    "katherine": "kate kathy katie",
    "kerstin": "kesse kickan",
    "kristina": "stina kicki tina",
    "kristoffer": "stoffe kricke",
    "lars": "lasse lalle",
    "leif": "leffe",
    "magdalena": "malena lena magda",
    "magnus": "mange magge",
    "margareta": "maggan greta maggie",
    "margaret": "maggie meg peggy",
    "maria": "mia maja mimmi",
    "marie": "mia mimmi",
    "martin": "matte marre",
    "mattias": "matte",
    "matthew": "matt",
    "michael": "mike mick micke",
    "mikael": "micke mick",
    "mohammed": "mo mohammad muhammad momo",
    "niklas": "nicke nicklas",
    "nicholas": "nick nicke",
    "nils": "nisse",
    "olof": "olle",
    "oskar": "ogge",
    "patricia": "patty trish tricia",
    "patrik": "patte putte",
    "per": "pelle perra",
    "peter": "pete petter peppe",
    "petra": "pettan",
    "philip": "phil fille",
    "rebecca": "becca beckan becky",
    "rebecka": "beckan becca",
    "richard": "rick rikard dick ricky",
    "rikard": "ricke",
    "robert": "robban rob bob bobby robbie",
    "samuel": "sam sammy",
    "sebastian": "sebbe seb",
    "sofia": "soffan fia",
    "staffan": "staffe",
    "stefan": "steffe steff",
    "susanne": "sussi sanna susie",
    "thomas": "tompa tommy tom",
    "tomas": "tompa tommy tom",
    "tobias": "tobbe toby",
    "tove": "tovis",
    "ulrika": "ullis ulla",
    "viktor": "vicke ville",
    "viktoria": "vickan vicky",
    "victoria": "vicky tori vickan",
    "vilhelm": "ville wille",
    "wilhelm": "wille",
    "william": "will bill billy wille liam",
    "asa": "osse",
}
# What a mail address is called when it is called after no one.
COMMON_LOCAL_PARTS = frozenset(
    """
    info mail email epost post kontakt contact hello hej jobb jobs cv work office admin support
    home privat private me mig the mr mrs fru herr web webb sverige sweden gmail hotmail outlook
    student consulting konsult design test person user account konto
    """.split()
)
# Names of tools and services that look like web addresses.
LOOKS_LIKE_A_SITE = frozenset(
    """
    asp.net vb.net ado.net ml.net socket.io draw.io booking.com monday.com hotels.com
    salesforce.com office.com readme.md main.py setup.py index.html package.json next.js node.js
    vue.js deno.land crates.io
    """.split()
)
UNIT_WORDS = {
    "noll": "0",
    "nolla": "0",
    "zero": "0",
    "oh": "0",
    "ett": "1",
    "etta": "1",
    "en": "1",
    "one": "1",
    "tva": "2",
    "two": "2",
    "tre": "3",
    "three": "3",
    "fyra": "4",
    "four": "4",
    "fem": "5",
    "five": "5",
    "sex": "6",
    "six": "6",
    "sju": "7",
    "seven": "7",
    "atta": "8",
    "eight": "8",
    "nio": "9",
    "nine": "9",
}
_TEENS = (
    "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
)
_TENS = (
    "tjugo trettio fyrtio femtio sextio sjuttio attio nittio",
    "twenty thirty forty fifty sixty seventy eighty ninety",
)


def _number_words() -> dict[str, str]:
    found = dict(UNIT_WORDS)
    for names in _TEENS:
        found |= {name: str(number) for number, name in enumerate(names.split(), 10)}
    for names in _TENS:
        for number, name in enumerate(names.split(), 2):
            found[name] = f"{number}0"
            units = {unit: digit for unit, digit in UNIT_WORDS.items() if digit != "0"}
            found |= {name + unit: f"{number}{digit}" for unit, digit in units.items()}
    return found


NUMBER_WORDS = _number_words()
