"""Words that the leak finder must tell apart: names that are ordinary words, nicknames, numbers."""

from __future__ import annotations

# Folded. A name among these counts only where it is written as a name.
ORDINARY = frozenset(
    """
    ahl al alm alma ange april asp ask augusta august axel bagge baker bank banks barr bell berg
    berry bill bishop black blank blom blomma bo bond borg bow brand bro brown bush bye carter
    cash chance chase church clay cliff close cook court cox cross dag dahl dal dale dam dawn
    day dean dick dina dina drake draw drew duke earl ed eden ek eld ester eva fager fager faith
    falk far farmer field finn fisher fist fjall fjall flod fors forest fox frank fred fri frid
    frisk frost gard gill glad glen god gold good grace grad gran grant gray green gren grey
    grip grund gun gunn gyllen hage hall hammar hand hans hans hard hare harmoni hart hav hay
    heat hed hell herb herr hill hjalm hjort holland holly holm hope horn hov hunt hunter ibis
    iris ivy jack jade jag jan jarl joy juli june jung kai kaj kall kay king klar klara klint
    knight kock kraft krans kron kula kung kvarn kvist lager lake land lane lang large larv law
    lax lee lejon li lilja lilly lily lind lins linn liv ljung ljus lo long lord love lov lugn
    lund lynx mai maj major mal malm man mark marker mars mason mats max may maya melin mild
    mile miles mill min mina modig moln moon moor mor mord mork morn my nail natt ned ness ng
    norr north nord norden ny nyman oak ola olive oscar os ost orn orneborg page palm park
    parker pass pat per pepper pierce pihl pil pilgrim pool poppy port post price quick quist
    rain rapp rask ray red reed ren rey rich riddar ring river rivers rob robin rock roman ros
    rosa rose rot ruby ruth rut ryd ryttare saga sand sanna sara sax sea sean sharp shaw short
    silver singer siv sjo skar skog skold skytt slate smed smith snow snall sol soldat spar
    spets spjut spring stahl stal stark star steel stella sten stig stjarna stone storm storr
    strand street strid strom strong stubb sue summer sund sunny svan svard sved sven swan tall
    tallen tapper taylor teller temple tim tom tor torn trana trygg tall turner ulf ull ung
    urban van vag varg vera vik vide ville viola violet vilja vinter vit wade wall walker ward
    water way webb weber west white wik will winter wise wolf wood woods wright xu ya yang young
    akare ang as ask alg angstrom oberg ok oman ost
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
