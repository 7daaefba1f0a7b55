"""Open-class words of the task families, by kind."""

from __future__ import annotations

ANIMALS = tuple(
    "dog cat horse cow pig sheep goat hen duck goose rabbit mouse rat lion tiger bear wolf fox deer elephant monkey "
    "giraffe zebra camel donkey kitten puppy lamb calf frog toad snake lizard turtle crocodile shark whale dolphin "
    "seal otter beaver squirrel hedgehog badger owl eagle hawk crow sparrow robin pigeon parrot swan penguin ostrich "
    "peacock crane bee wasp ant spider butterfly moth beetle worm snail crab lobster octopus panda kangaroo koala "
    "leopard cheetah hippo rhino bat bull ox fish".split()
)
FRUITS = tuple(
    "apple banana orange lemon pear peach plum cherry grape melon mango strawberry raspberry coconut fig lime".split()
)
VEGETABLES = tuple("carrot potato onion tomato cabbage pea bean pepper cucumber pumpkin turnip mushroom".split())
FOODS = tuple(
    "bread butter cheese milk cake pie soup rice honey sugar salt egg meat ham sandwich cookie candy chocolate pizza "
    "salad pancake noodle sausage jam toast cereal pudding muffin biscuit pasta loaf".split()
)
DRINKS = tuple("water tea coffee juice lemonade cocoa wine beer drink".split())
TOOLS = tuple(
    "hammer screwdriver wrench shovel rake drill axe chisel ladder nail screw bolt spade brush needle".split()
)
FURNITURE = tuple("table chair bed sofa desk shelf cabinet drawer bench stool wardrobe cupboard bookcase couch".split())
CLOTHES = tuple(
    "shirt coat hat sock shoe dress skirt jacket sweater scarf glove boot belt cap tie vest apron sandal "
    "raincoat uniform".split()
)
VEHICLES = tuple("car bus train truck boat ship plane bicycle tractor taxi van wagon motorcycle helicopter".split())
INSTRUMENTS = tuple("piano guitar violin drum flute trumpet harp organ cello banjo ukulele clarinet".split())
TOYS = tuple("doll ball kite puzzle toy balloon marble puppet robot yoyo".split())
PLACES = tuple(
    "store school park garden library hospital restaurant market beach zoo farm museum station airport theater church "
    "bakery hotel office factory bank cinema kitchen castle village forest playground bookshop harbor gym pool "
    "stadium post cafe barn".split()
)
NATURE = tuple(
    "tree flower grass leaf river lake sea ocean mountain hill valley island sun moon star sky cloud rain snow wind "
    "storm ice fire stone rock sand mud field road path bridge stream creek pond waterfall desert jungle cave "
    "wave rose tulip daisy branch root seed bush nest feather wing tail".split()
)
BODY = tuple("head hand foot arm leg eye ear nose mouth tooth finger toe knee neck shoulder heart skin bone".split())
MATERIALS = tuple("wood glass metal stone paper plastic gold silver iron steel leather wool cotton silk clay".split())
CONTAINERS = tuple("box bag basket bottle jar cup bowl bucket barrel pot pan vase suitcase purse wallet".split())
THINGS = tuple(
    "book letter key lamp clock watch mirror picture phone computer camera radio newspaper magazine map ticket pen "
    "pencil notebook umbrella candle blanket pillow towel rope knife fork spoon plate ring necklace crown coin flag "
    "door window wall floor roof gate fence stair label sign bell button card gift present photo painting "
    "postcard envelope stamp poster curtain carpet kettle oven broom soap comb brick wheel engine tire screen "
    "keyboard telescope lock chain battery ribbon jewel diamond pearl trophy medal".split()
)
PEOPLE = tuple(
    "boy girl man woman child friend neighbor brother sister mother father uncle aunt cousin king queen prince "
    "princess guest visitor student player".split()
)
ABSTRACT = tuple(
    "day night morning evening week month year hour minute summer winter spring autumn word story song game name idea "
    "dream joke question answer plan secret party trip wish number color shape sound noise music dance lesson "
    "holiday birthday wedding race team city country capital language continent map war peace love hate truth lie "
    "joy sadness hope fear luck north south east west light dark top bottom front back start end beginning past "
    "success failure profit loss problem house home room corner town street money cash work job bill".split()
)

OCCUPATION_WORK: dict[str, str] = {
    "nurse": "cares for sick people",
    "secretary": "types letters in an office",
    "librarian": "takes care of books",
    "dancer": "dances on a stage",
    "engineer": "builds machines",
    "mechanic": "repairs cars",
    "pilot": "flies planes",
    "plumber": "repairs pipes",
    "baker": "bakes bread",
    "teacher": "teaches children",
    "doctor": "heals sick people",
    "farmer": "grows food",
    "cook": "cooks meals",
    "painter": "paints pictures",
    "writer": "writes books",
    "singer": "sings songs",
    "driver": "drives a bus",
    "gardener": "plants flowers",
    "carpenter": "makes furniture",
    "tailor": "makes clothes",
    "waiter": "serves food",
    "dentist": "cleans teeth",
    "lawyer": "knows the law",
    "judge": "listens to lawyers in a court",
    "scientist": "studies nature",
    "actor": "acts in plays/NNS",
    "banker": "counts money",
    "barber": "cuts hair",
    "builder": "builds houses",
    "butcher": "sells meat",
    "clerk": "works in an office",
    "coach": "trains/VBZ a team",
    "florist": "sells flowers",
    "jeweler": "sells rings/NNS",
    "journalist": "writes for a newspaper",
    "manager": "leads a company",
    "musician": "plays music",
    "photographer": "takes photos",
    "poet": "writes poems",
    "programmer": "writes programs",
    "reporter": "reports the news",
    "sailor": "sails ships",
    "soldier": "guards the border",
    "surgeon": "operates on sick people",
}
OCCUPATIONS = tuple(OCCUPATION_WORK)

OTHER_PEOPLE = tuple(
    "fisherman swimmer robber cashier hunter explorer batter hiker traveler owner woodcutter keeper camper bride groom "
    "boxer fighter referee zookeeper diver king notary gymnast islander tourist fan umpire hostess surfer physicist "
    "birdwatcher astronomer archer violinist prisoner guard biologist priest organist optician headmaster "
    "composer philosopher inventor footballer leader beautician goalkeeper biker handyman lumberjack "
    "cat kitten gambler rider captain".split()
)

_ADJECTIVE_OPPOSITES = (
    ("hot", "cold"), ("big", "small"), ("old", "young"), ("good", "bad"), ("happy", "sad"), ("fast", "slow"),
    ("high", "low"), ("long", "short"), ("light/JJ", "heavy"), ("hard", "soft"), ("wet", "dry"), ("full", "empty"),
    ("rich", "poor"), ("strong", "weak"), ("clean", "dirty"), ("loud", "quiet"), ("early", "late"), ("near/JJ", "far"),
    ("open/JJ", "closed/JJ"), ("thick", "thin"), ("wide", "narrow"), ("deep", "shallow"), ("sweet", "bitter"),
    ("smooth", "rough"), ("sharp", "dull"), ("tight", "loose"), ("easy", "difficult"), ("cheap", "expensive"),
    ("brave", "cowardly"), ("kind", "cruel"), ("polite", "rude"), ("smart", "stupid"), ("true", "false"),
    ("right/JJ", "wrong"), ("safe", "dangerous"), ("beautiful", "ugly"), ("black", "white"), ("simple", "complex"),
    ("awake", "asleep"), ("alive", "dead"), ("public", "private"), ("modern", "ancient"), ("male", "female"),
    ("guilty", "innocent"), ("generous", "greedy"), ("lazy", "busy"), ("straight", "crooked"), ("fresh", "stale"),
    ("tame", "wild"), ("first/JJ", "last"), ("proud", "humble"),
)  # fmt: skip
_OTHER_OPPOSITES = (
    ("day", "night"), ("summer", "winter"), ("north", "south"), ("east", "west"), ("war", "peace"), ("love", "hate/NN"),
    ("truth", "lie/NN"), ("joy", "sadness"), ("friend", "enemy"), ("success", "failure"), ("profit", "loss"),
    ("top", "bottom"), ("front", "back/NN"), ("question", "answer"), ("beginning", "end"),
    ("buy", "sell"), ("push", "pull"), ("laugh", "cry"), ("win", "lose"), ("give", "take"), ("remember", "forget"),
    ("arrive", "leave"), ("up/RB", "down/RB"), ("always", "never"), ("together", "apart"), ("here", "there/RB"),
)  # fmt: skip
OPPOSITES: tuple[tuple[str, str], ...] = _ADJECTIVE_OPPOSITES + _OTHER_OPPOSITES

COLORS = tuple("red blue green yellow orange brown black white pink purple gray".split())
FEELINGS = tuple("tired happy sad hungry thirsty angry sick cold late busy afraid bored worried proud excited".split())
QUALITIES = tuple(
    "old new big small clean dirty heavy beautiful ugly black white brown red famous ready quiet wet dry nice special "
    "strange pretty cheap expensive fine lovely strong tiny huge broken/JJ safe different perfect".split()
)

VERBS: dict[str, tuple[str, str] | None] = {
    **dict.fromkeys(
        "walk talk look ask answer want need like love help play paint cook bake clean wash open close jump climb "
        "laugh cry smile wait watch listen learn work live move carry pick push pull count call visit travel arrive "
        "stay start finish stop plan hope remember thank follow lift kick touch point turn wave dance hunt plant cut "
        "hand pass offer show lend repair type heal serve study act train guard operate sail report care seem "
        "decide notice reach enjoy disappear change paint add equal use lock rest rush shout shop borrow taste share "
        "mix rain park print plan rob worry doze admire mention prepare describe belong hate vote".split()
    ),
    "go": ("went", "gone"), "come": ("came", "come"), "see": ("saw", "seen"), "give": ("gave", "given"),
    "take": ("took", "taken"), "make": ("made", "made"), "get": ("got", "got"), "say": ("said", "said"),
    "tell": ("told", "told"), "find": ("found", "found"), "lose": ("lost", "lost"), "buy": ("bought", "bought"),
    "sell": ("sold", "sold"), "send": ("sent", "sent"), "bring": ("brought", "brought"), "lend": ("lent", "lent"),
    "show": ("showed", "shown"), "throw": ("threw", "thrown"), "meet": ("met", "met"), "know": ("knew", "known"),
    "think": ("thought", "thought"), "feel": ("felt", "felt"), "hear": ("heard", "heard"), "run": ("ran", "run"),
    "eat": ("ate", "eaten"), "drink": ("drank", "drunk"), "sleep": ("slept", "slept"), "sit": ("sat", "sat"),
    "stand": ("stood", "stood"), "write": ("wrote", "written"), "read": ("read", "read"), "sing": ("sang", "sung"),
    "swim": ("swam", "swum"), "fly": ("flew", "flown"), "drive": ("drove", "driven"), "ride": ("rode", "ridden"),
    "build": ("built", "built"), "grow": ("grew", "grown"), "teach": ("taught", "taught"), "cut": ("cut", "cut"),
    "put": ("put", "put"), "leave": ("left", "left"), "forget": ("forgot", "forgotten"), "speak": ("spoke", "spoken"),
    "wear": ("wore", "worn"), "win": ("won", "won"), "hurt": ("hurt", "hurt"), "fall": ("fell", "fallen"),
    "keep": ("kept", "kept"), "hold": ("held", "held"), "break": ("broke", "broken"), "spend": ("spent", "spent"),
    "pay": ("paid", "paid"), "begin": ("began", "begun"), "catch": ("caught", "caught"), "draw": ("drew", "drawn"),
    "lie": ("lay", "lain"), "wake": ("woke", "woken"), "hide": ("hid", "hidden"), "cost": ("cost", "cost"),
    "lead": ("led", "led"), "mean": ("meant", "meant"), "become": ("became", "become"),
}  # fmt: skip

NOUNS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *ANIMALS, *FRUITS, *VEGETABLES, *FOODS, *DRINKS, *TOOLS, *FURNITURE, *CLOTHES, *VEHICLES, *INSTRUMENTS,
            *TOYS, *PLACES, *NATURE, *BODY, *MATERIALS, *CONTAINERS, *THINGS, *PEOPLE, *ABSTRACT, *OCCUPATIONS,
            *OTHER_PEOPLE,
            *(
                "animal fruit vegetable food tool vehicle instrument metal insect bird continent currency government "
                "part volcano ruin enemy opposite sum list list copy total trunk match bark bow palm pitcher cell "
                "chip pupil plant mouse net arrow target string blossom sunshine well score stove glove "
                "punch fight board polish wax coconut luggage nose tusk radio signal pond tower "
                "keyboard film movie stage class church hymn body patient cage crew deck sail prison wall "
                "microscope disease program poem news court law company machine pipe meal hair border court "
                "lunch dinner breakfast supper exam test homework ice cream bus hill shop mistake noise cold "
                "meeting report wish time way repair fact kind sort parrot echo crowd people shape "
                "thing place hat owner puppy vegetable parents result boss shift customer colleague prize "
                "player batter goal stone cheese hole snack potato oil wire building nest pencil cone screen page "
                "paragraph text gas fur hoof map sketch wick lightning thunder bar tune chord cushion hymn lid "
                "minister dollar chess factory worker root soil lens lot piece furniture nature clothes "
                "vision pocket coach".split()
            ),
        )
    )
)  # fmt: skip

ADJECTIVES: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(word for pair in _ADJECTIVE_OPPOSITES for word in pair if "/" not in word),
            *COLORS, *FEELINGS, *(word for word in QUALITIES if "/" not in word),
            *(
                "great main more most same own next whole free sunny rainy warm cool bright round square tasty sour "
                "gentle careful friendly hungry favorite golden wooden funny silly clever calm noisy local daily "
                "thirsty sleepy able glad fair grand open closed sore less bigger smaller larger equal "
                "mighty shiny plain crisp faint grim hollow icy jolly keen lonely merry neat odd pale rare shy stiff "
                "tender vast wise young fierce solid steep swift".split()
            ),
        )
    )
)  # fmt: skip

ADVERBS: tuple[str, ...] = tuple(
    "badly very too also now then here soon again always never often today yesterday tomorrow well quickly slowly "
    "together apart away still almost just ever once twice really later finally usually sometimes everywhere far "
    "quietly carefully altogether only even already suddenly next up down out back".split()
)

OTHER: dict[str, str] = {
    "is": "VBZ",
    "more": "JJR",
    "many": "JJ",
    "polar": "JJ",
    "most": "JJS",
    "less": "JJR",
    "fewer": "JJR",
    "greater": "JJR",
    "first": "JJ",
    "second": "JJ",
    "thanks": "NNS",
    "please": "UH",
    "people": "NNS",
}
