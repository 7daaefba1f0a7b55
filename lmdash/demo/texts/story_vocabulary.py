"""Everyday words of the stories and reviews, and the first names of their characters."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIRLS = _words(
    "Mary Anna Lucy Emma Lily Sara Nora Ella Grace Rose Alice Clara Julia Mia Zoe Ruby Ivy Eva Ida Hannah "
    "Sophie Olivia Amy Kate Jane Laura Maria Nina Lena Tina Rita Molly Daisy Holly Sally Betty Helen Ellen Susan "
    "Martha Paula Carol Diana Emily Fiona Greta Heidi Irene Judy Linda Mona Nancy Penny Stella Tara Vera Wendy Maya "
    "Lisa Chloe"
)
BOYS = _words(
    "Tom Ben Sam Max Leo Jack Tim John Peter Paul David Daniel Adam Noah Luke Mark Henry George Oscar Oliver Simon "
    "Felix Hugo Ivan Jacob James Joe Karl Kevin Liam Martin Nick Omar Otto Pablo Philip Ralph Robert Roy Toby Victor "
    "Walter William Anton Bill Bob Charles Chris Edward Eric Frank Fred Gary Harry Jason Jim Michael Ryan Steve Theo"
)

_REGULAR_VERBS = _words(
    """accept add admire agree allow amaze answer arrive ask attack bake balance bark believe belong boil borrow
    bounce bow breathe brush bury burn call camp care carry change chase cheer clap clean climb close collect
    compare complain cook copy count cover crash crawl cross cry dance dare decide decorate deliver describe
    disappear discover dive dream dress drop dry dust earn enjoy enter escape explain explore fail fetch fill
    finish fish fix float follow fold form frighten gather giggle grab greet guard guess hand happen hate heal
    help hop hope hug hunt hurry imagine include invite join juggle jump kick kiss knit knock land last laugh
    learn lift listen live lock look love manage march marry melt mend miss mix move name need nod notice obey
    open order pack paint pass pause pay peel pick plan plant play point polish pour practice pray prepare press
    pretend promise protect pull push race rain reach receive recommend refuse remember repair repeat reply rescue
    respect rest return roar roll rub ruin sail save scratch scream search seem serve share shiver shout sigh
    skate skip slip smell smile sneeze snow solve sound splash spot stare start stay step stir stop study surprise
    taste tease thank tie tire touch train travel trust try turn use visit wait walk wander want warm wash watch
    water wave whisper whistle wipe wish wonder work worry wrap yell yawn like end disappoint expect charge rely
    bore rate avoid park row shoot book"""
)

VERBS: dict[str, tuple[str, str] | None] = {
    **dict.fromkeys(_REGULAR_VERBS),
    "beat": ("beat", "beaten"), "become": ("became", "become"), "begin": ("began", "begun"), "bite": ("bit", "bitten"),
    "blow": ("blew", "blown"), "break": ("broke", "broken"), "bring": ("brought", "brought"),
    "build": ("built", "built"), "buy": ("bought", "bought"), "catch": ("caught", "caught"),
    "choose": ("chose", "chosen"), "come": ("came", "come"), "cost": ("cost", "cost"), "cut": ("cut", "cut"),
    "dig": ("dug", "dug"), "draw": ("drew", "drawn"), "drink": ("drank", "drunk"), "drive": ("drove", "driven"),
    "eat": ("ate", "eaten"), "fall": ("fell", "fallen"), "feed": ("fed", "fed"), "feel": ("felt", "felt"),
    "fight": ("fought", "fought"), "find": ("found", "found"), "fly": ("flew", "flown"),
    "forget": ("forgot", "forgotten"), "freeze": ("froze", "frozen"), "get": ("got", "got"), "give": ("gave", "given"),
    "go": ("went", "gone"), "grow": ("grew", "grown"), "hang": ("hung", "hung"), "hear": ("heard", "heard"),
    "hide": ("hid", "hidden"), "hit": ("hit", "hit"), "hold": ("held", "held"), "hurt": ("hurt", "hurt"),
    "keep": ("kept", "kept"), "know": ("knew", "known"), "lay": ("laid", "laid"), "lead": ("led", "led"),
    "leave": ("left", "left"), "let": ("let", "let"), "lie": ("lay", "lain"), "lose": ("lost", "lost"),
    "make": ("made", "made"), "mean": ("meant", "meant"), "meet": ("met", "met"), "put": ("put", "put"),
    "read": ("read", "read"), "ride": ("rode", "ridden"), "ring": ("rang", "rung"), "rise": ("rose", "risen"),
    "run": ("ran", "run"), "say": ("said", "said"), "see": ("saw", "seen"), "sell": ("sold", "sold"),
    "send": ("sent", "sent"), "shake": ("shook", "shaken"), "shine": ("shone", "shone"), "show": ("showed", "shown"),
    "shut": ("shut", "shut"), "sing": ("sang", "sung"), "sit": ("sat", "sat"), "sleep": ("slept", "slept"),
    "speak": ("spoke", "spoken"), "spend": ("spent", "spent"), "spread": ("spread", "spread"),
    "stand": ("stood", "stood"), "seek": ("sought", "sought"), "sweep": ("swept", "swept"),
    "understand": ("understood", "understood"), "steal": ("stole", "stolen"),
    "swim": ("swam", "swum"), "take": ("took", "taken"),
    "teach": ("taught", "taught"), "tell": ("told", "told"), "think": ("thought", "thought"),
    "throw": ("threw", "thrown"), "wake": ("woke", "woken"), "wear": ("wore", "worn"), "win": ("won", "won"),
    "write": ("wrote", "written"), "dream": None,
}  # fmt: skip

ANIMALS = _words(
    """animal ant bear beaver bee bird butterfly camel cat caterpillar chick chicken cow crow deer dog dolphin donkey
    dragon duck elephant fish fly fox frog goat goose grasshopper hare hedgehog hen horse jay kitten lamb lion
    magpie mole monkey mouse owl parrot penguin pig pony puppy rabbit rat raven rooster sheep snail spider
    squirrel swan tiger tortoise trout carp turtle whale wolf worm"""
)
TOYS = _words(
    """ball balloon bicycle block boat car doll drum football game kite marble puzzle rattle robot ship skate sled
    swing teddy toy train snowball snowman chess tag sack adventure"""
)
FOODS = _words(
    """apple banana bean berry bone bread breakfast butter cake candy carrot cheese cherry chocolate coffee cookie
    corn cucumber dessert dinner dish drink egg flour food fruit grape honey jam juice leek lemon lemonade loaf
    lunch meal meat milk mushroom nut onion orange pancake pear pepper pie piece pizza plum potato pumpkin rice
    salad salt sandwich sauce sausage seed slice soup stew strawberry sugar sweet tea tomato vegetable pasta menu
    steak snack"""
)
HOUSE = _words(
    """attic bag bar barn basket bath bathroom bed bedroom bell bench blanket board book bottle bowl box broom brush
    bucket button candle card carpet ceiling cellar chair chest chimney clock cloth corner cottage cup curtain
    desk door drawer fence fire floor fork furniture gate glass hall home house hut kitchen knife ladder lamp
    lantern light line mailbox mirror oven packet page paint pan paper path pen pencil photo photograph picture
    pillow plate pocket pot rod roof room rope rug shed shelf sink soap sofa spade spoon spot stair step stool
    stove string table telephone telescope thread tin tool top towel tub umbrella vase wall wardrobe wheel
    wheelbarrow window wood yard cork rest"""
)
CLOTHES = _words(
    "boot cap clothes coat costume dress glove hat jacket pair ribbon ring scarf shirt shoe skirt sleeve sock purse"
)
BODY = _words(
    """arm back beak body cough ear eye face feather fever finger foot fur hair hand head heart hump knee leg mouth
    neck nose pain shoulder skin smile tail tear thorn toe tongue tooth trunk voice wing hole cry breath"""
)
PEOPLE = _words(
    """actor artist aunt baby baker boy brother captain child class cook cousin crowd dad daughter dentist doctor
    driver family farmer father fireman fisherman friend gardener genie ghost giant girl grandfather grandmother
    hero hunter king kingdom knight lady man merchant mom monster mother musician neighbor nurse owner painter
    parent people person pilot pirate postman prince princess queen sailor shoemaker singer sister soldier son
    stranger student teacher team uncle wife witch woman worker world player winner guest visitor waiter writer
    designer character rest enemy"""
)
NATURE = _words(
    """air autumn bank beach branch breeze bush cave cloud coast corn desert dust earth farm feather field flower
    forest garden grass ground hay hill hive hole ice island lake land leaf meadow moon moss mountain mud nature
    nest ocean oak owl pebble pine cone plain plant pond rain rainbow river rock root rose sand sea season shade
    shell shore sky smoke snow spring star steam stone storm stream summer sun sunflower sunshine thunder tree
    valley water waterfall wave weather weed well wind winter rim animal wool"""
)
PLACES = _words(
    """bakery bridge building bus castle church city coin country crossing end engine factory field fountain harbor
    hospital hotel inn lighthouse library market mill money museum office palace park playground pool post school
    shop station stop street stage square stable theater ticket tower town tunnel village way workshop zoo stamp
    truck meter number front side bottom middle place seat road stall stand north"""
)
TIME = _words(
    """age beginning birthday day evening future hour life minute moment month morning night noon past time today
    tomorrow week weekend year yesterday second first start holiday vacation"""
)
IDEAS = _words(
    """act answer applause art battle bark bath bit card care color contest cost courage crash crown dance diary
    dream drawing event fault feather fee feeling flood floor form fun gift gold guitar flute half handful heart
    hide idea joy key lesson letter lie list lock look luck map matter medal medicine mess message metal mistake
    mood music name net news newspaper noise note painting part party permission picnic piece pile plan play poem
    practice present pride prize problem promise question race reason reward role row rule saving secret sail sea
    shape sign silver song sound story surprise sword tale task telescope thing thought trap treasure trip trouble
    truth turn violin piano trumpet visit voice war wish word work hunt hobby skating concert jar bunch leather
    lamp mountain marketplace instrument power horn juice whistle cross powder line rope drop flight field journey
    score ribbon sheet writing film movie plot acting ending scene dialogue service staff price quality battery
    screen camera design taste chorus melody rhythm lyric chapter style level graphic control rating star review
    book restaurant phone sightseeing location bathroom bed plastic surface package delivery director tour guide
    ferry coach view manual verdict opinion effect value experience choice disappointment product author publisher
    copy album band track radio button memory speaker case version puzzle weapon company screenplay cinema
    audience language translation cover menu lobby pool receptionist elevator airport beach castle weekend friend
    material instruction minute afternoon classroom helper model tennis tent waste friendship thief husband
    midnight center ginger mint yogurt"""
)
NOUNS: tuple[str, ...] = (
    *ANIMALS, *TOYS, *FOODS, *HOUSE, *CLOTHES, *BODY, *PEOPLE, *NATURE, *PLACES, *TIME, *IDEAS,
)  # fmt: skip

COLORS = _words("red blue green yellow white brown orange purple pink golden black grey gray silver colorful")
FEELINGS = _words(
    """afraid amazed angry anxious brave calm careful cheerful clever curious excited frightened gentle glad grumpy
    happy honest hungry ill jealous kind lonely lively nervous nice patient pleased polite poor proud sad scared
    shy silent sick silly sleepy sorry stubborn surprised thirsty tired unhappy upset wise worried welcome
    friendly funny healthy famous bored lost ready sure safe"""
)
QUALITIES = _words(
    """alive alone asleep bad beautiful best better big bitter blond boiled bright broken busy cheap clean clear
    close cloudy cold comfortable common cool cozy crisp curly dark dear deep different difficult dirty dry dusty
    early easy empty entire expensive fair far fast fat fine flat flying free fresh full good great hard heavy
    high hot huge important last late lazy left light little living long loose lost loud lovely low magic many
    musical more narrow new next noisy normal old open ordinary other own perfect pretty quick quiet rare real
    rich right ripe round rude rusty same secret several shallow sharp shiny short simple slow small soft special
    steady steep straight strange strong sudden sunny sweet tall terrible thick thin tiny true warm weak wet whole
    wide wild windy wonderful wooden wrong young careless closed favorite few laughing large possible only much
    such talking top"""
)
JUDGEMENTS = _words(
    """excellent fantastic brilliant superb delightful outstanding marvelous enjoyable charming impressive pleasant
    terrific splendid remarkable magnificent fabulous exciting satisfying memorable incredible awful horrible
    dreadful disgusting unpleasant annoying miserable hopeless useless worthless lousy forgettable pathetic
    mediocre frustrating depressing ridiculous painful disastrous worth confusing amazing boring disappointing
    dull amusing"""
)
ADJECTIVES: tuple[str, ...] = (*JUDGEMENTS, *COLORS, *FEELINGS, *QUALITIES)

ADVERBS = _words(
    """again ago ahead almost aloud already also always anymore anywhere apart away carefully closer down early else
    enough especially even ever everywhere exactly far fast finally forever gently happily here high home
    immediately inside instead just kindly later long loudly maybe nearby never next nowhere now often once only
    outside perhaps proudly quickly quietly quite rather really safely sadly simply slowly softly sometimes
    somewhere soon still straight suddenly sweetly then there together too twice up very well whenever yesterday
    today tonight tomorrow overall forth perfectly honestly extremely altogether truly clearly"""
)
OTHER: dict[str, str] = {
    "out": "RP", "off": "RP", "onto": "IN", "among": "IN", "behind": "IN", "next": "JJ", "hundred": "CD",
    "thousands": "NNS", "twenty": "CD", "whoever": "WP", "shall": "MD", "cannot": "MD", "faster": "RBR",
    "farther": "RBR", "higher": "RBR", "louder": "RBR", "tighter": "RBR", "bigger": "JJR", "braver": "JJR",
    "brighter": "JJR", "older": "JJR", "smaller": "JJR", "stronger": "JJR", "taller": "JJR", "less": "JJR",
    "than": "IN", "biggest": "JJS", "fastest": "JJS", "most": "RBS", "themselves": "PRP", "yours": "PRP",
    "everybody": "NN", "course": "NN", "others": "NNS", "upon": "IN", "forward": "RB", "mine": "PRP",
    "bravo": "UH", "aboard": "RB",
}  # fmt: skip
