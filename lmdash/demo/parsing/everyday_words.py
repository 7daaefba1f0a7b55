"""Everyday words that the corpus does not use, for the pipeline to know more of English than the corpus has."""

from __future__ import annotations

VERBS: dict[str, tuple[str, str] | None] = {
    **dict.fromkeys(
        "accept achieve act adopt advise agree allow annoy appear apply argue arrange attack attend avoid bark beg "
        "blame boil bother bounce breathe brush burn bury camp cancel cause celebrate challenge chase check cheer "
        "chew choke claim clap climb collapse collect comb combine complain complete confuse connect consider "
        "contain continue convince copy correct cough cover crash crawl create cross damage deliver demand deny "
        "depend deserve design destroy develop die discover discuss divide download dress drop earn email employ "
        "encourage end escape examine exist expect explain explore express fail fasten fetch fill film finance fit "
        "fix float flow fold force frighten gather grab greet guess handle happen harm heat hire hug hurry identify "
        "ignore imagine improve include increase influence inform insist inspect install intend introduce invent "
        "invite iron jog join judge knit knock land last launch lean lick limp load lock love manage march marry "
        "matter measure melt mend miss move murder object observe obtain operate order organize own pack park pause "
        "perform phone please polish pour practice praise predict present prevent produce promise protect prove "
        "provide publish punish question race raise react realize reduce refuse regret reject relax release rely "
        "remain remind remove rent replace request require rescue return reveal review reward roll ruin save scare "
        "scratch scream search select settle shape shave shift shiver sign signal ski slip smash smell smoke sneeze "
        "snow solve sound spell spill spoil stare steer step stir stop store stretch struggle suffer suggest supply "
        "support suppose surprise surround swallow switch tap taste tempt test threaten tie trace trade translate "
        "trap treat tremble trouble trust twist unlock use vanish wander warn waste weigh welcome whistle win wipe "
        "wonder worry wrap yawn yell zoom".split()
    ),
    "control": ("controlled", "controlled"), "freeze": ("froze", "frozen"), "hang": ("hung", "hung"),
    "occur": ("occurred", "occurred"), "permit": ("permitted", "permitted"), "prefer": ("preferred", "preferred"),
    "travel": ("traveled", "traveled"), "upset": ("upset", "upset"), "bite": ("bit", "bitten"),
    "blow": ("blew", "blown"), "choose": ("chose", "chosen"), "deal": ("dealt", "dealt"), "dig": ("dug", "dug"),
    "fight": ("fought", "fought"), "forgive": ("forgave", "forgiven"), "hit": ("hit", "hit"),
    "lay": ("laid", "laid"), "light": ("lit", "lit"), "ring": ("rang", "rung"), "rise": ("rose", "risen"),
    "seek": ("sought", "sought"), "set": ("set", "set"), "shake": ("shook", "shaken"), "shine": ("shone", "shone"),
    "shoot": ("shot", "shot"), "shut": ("shut", "shut"), "sink": ("sank", "sunk"), "slide": ("slid", "slid"),
    "steal": ("stole", "stolen"), "stick": ("stuck", "stuck"), "sting": ("stung", "stung"),
    "strike": ("struck", "struck"), "swear": ("swore", "sworn"), "sweep": ("swept", "swept"),
    "tear": ("tore", "torn"), "bend": ("bent", "bent"), "feed": ("fed", "fed"), "lose": ("lost", "lost"),
    "split": ("split", "split"), "spread": ("spread", "spread"), "understand": ("understood", "understood"),
    "cut": ("cut", "cut"), "become": ("became", "become"), "overcome": ("overcame", "overcome"),
    "admit": ("admitted", "admitted"), "let": ("let", "let"), "quit": ("quit", "quit"), "show": ("showed", "shown"),
}  # fmt: skip
"""Base form -> None (regular) or (past tense, past participle)."""

NOUNS: tuple[str, ...] = tuple(
    "ability accident account accountant activity actor address adult adventure advice affair afternoon agency "
    "agent agreement airline airplane airport alarm alcohol alley ambulance amount ankle anniversary apartment "
    "apology app appearance appetite appointment area argument army arrival article artist assistant atmosphere "
    "attack attempt attitude audience author baby background backpack badge bacon bag ballet balcony band bargain "
    "base basement basis battle beach beam beard beast beauty behavior belief bench benefit bicycle bike biology "
    "bite blood blouse board boat bomb border bottom bowling bracelet brain brand breath breeze brief broccoli "
    "budget bug bullet bunch button buyer cable cafe calendar call calm camp campaign campus canal cancer candidate "
    "canvas caravan care career cashier cat category cause cellar center century ceremony chain challenge champion "
    "chance chapter character charge charity chef chemical chemistry chest chicken chief choice cigarette circle "
    "circus citizen client climate clinic closet club clue coal coast code collection college comment committee "
    "communication community comparison competition complaint concept concern concert condition conference "
    "confidence conflict connection consequence construction contact content contest contract contribution "
    "conversation cookbook corner cottage couple courage course cover cracker cream creature credit crime crisis "
    "critic cross culture cup cupboard cure curve customer cycle damage danger data date daughter deal death debate "
    "debt decade decision defense degree delay delivery demand department deposit depth desire dessert detail "
    "detective device diet difference difficulty dinner direction dirt disaster discount discovery discussion dish "
    "distance district document dollar donut doubt dragon drama drawing dream dress driver drop drug drummer dust "
    "duty earth earthquake economy edge editor education effect effort election electricity elevator email "
    "emergency emotion employee employer energy engine entrance entry environment equipment error essay estate "
    "evidence exam example exchange excuse exercise exhibition exit experience expert explanation explosion "
    "expression factor faith fame fashion fault favor fear feature fee festival fever field figure file film finger "
    "fish flag flame flat flavor flight flood flour focus folder folk football force formula fortune frame freedom "
    "freezer fridge friendship fuel function fun funeral future gallery gang gap garage garbage garlic gate "
    "generation genius ghost giant girlfriend glory goal god government grade grandfather grandmother grandson "
    "gravity group growth guess guest guide guilt guy habit hall hallway handle harm harvest headline health heat "
    "height helmet hero highway hip history hobby hole honor hook horror host hotel household housing husband idea "
    "identity image impact importance impression improvement income increase index industry infection influence "
    "information injury ink inspector instance instruction instrument insurance interest internet interview "
    "introduction invention investment invitation item jam jazz joint journey judgment juice jury justice kid "
    "kingdom kiss knowledge lab label laboratory lack ladder lady lake landlord landscape laptop law lawn layer "
    "leadership leg length lesson level library license lid lifestyle lip liquid list literature liver loan "
    "location logic log loop lottery luggage lung machine magazine mail majority maker mall manager manner manual "
    "mark marriage mask mass master mate material math mayor meal measure media medicine medium member memory menu "
    "message method midnight mile mind mine minister minority mission mixture mode model mom mood motion motor "
    "mouse mud muscle museum musician mystery nation neck needle neighborhood nephew nerve network news niece "
    "nightmare noise nonsense note notice novel number nut object occasion offer office officer onion opening opera "
    "operation opinion opportunity option orchestra order organization origin outcome outfit oven oxygen pace "
    "package pain painting pair palace pan panic parade parent park parking partner passage passenger passport "
    "password path patience pattern pause peak penalty pension pepper performance period permission person pet "
    "philosophy phrase physics pianist picnic piece pile pill pillow pin pipe pity planet plant plastic plate "
    "platform player pleasure plot pocket poem poetry poison pole police policy politician pollution population "
    "porch port portion position possession possibility potential poverty powder power practice presence president "
    "pressure price pride priest principle printer prison privacy problem procedure process product profession "
    "professor profile program progress project promise proof property proposal protection protest psychology "
    "public purpose quality quantity quarter race rail range rate ratio reaction reader reality reason receipt "
    "receiver recipe record recovery reference region regret relation relationship relief religion remote rent "
    "replacement reply republic reputation request research reserve resident resource response responsibility rest "
    "review reward rhythm risk road rocket role roof room routine row rubber rule rush safety sale salary sample "
    "sand satellite sauce scale scandal scene schedule scheme school science scientist score scream script "
    "sculpture season seat secret section security selection self seller senator sense sentence series server "
    "service session setting shadow shame share sheet shelter shirt shock shopping shore shot shower side sidewalk "
    "sign signature silence singer site situation size skill skin sky slice slide smoke society software soldier "
    "solution son soul source space speaker speech speed spirit sport spot square staff stage stair standard state "
    "statement station statue status steak step stomach stop storage stranger strategy stream strength stress "
    "structure studio stuff style subject substance suburb success suggestion suit sunset supermarket supply "
    "support surface surgeon surgery surprise survey suspect switch symbol system tailor talent talk tank tape task "
    "taste tax taxi tea technology teenager telephone television temperature temple tennis tension tent term "
    "terrace territory test text theme theory thought threat throat thumb tile tissue title tobacco toilet tongue "
    "topic total touch tour tourist towel track tradition traffic trail trainer training transport trap treatment "
    "trend trial trick trouble trust tube tunnel twin type uncle union unit universe university user vacation value "
    "variety vase vegetable vehicle version victim victory video view village violence virus vision visit visitor "
    "vitamin voice volume volunteer voter wage waist walk wallet war warehouse warning waste weakness wealth weapon "
    "weather website weekend weight wheat widow width wife wildlife willow window wine winner wire wisdom witness "
    "wonder wood worker workshop world wound writer yard youth zone computer carton telescope scooter sailboat "
    "blueberry pineapple avocado raccoon hamster gecko otter".split()
)

ADJECTIVES: tuple[str, ...] = tuple(
    "absent active afraid aggressive amazing ambitious angry annual anxious automatic available average aware awful "
    "basic bare blind bloody bold boring brief broad brilliant brutal busy capable careless central certain "
    "charming cheerful chief civil classic cloudy clumsy comfortable common compact confident confused conscious "
    "constant convenient correct crazy creative crucial curious curly cute damp delicate delicious dental different "
    "difficult digital direct distant dizzy domestic double downtown dramatic dusty eager eastern economic elegant "
    "electric elderly emotional endless enormous entire essential evil exact excellent exotic extra extreme fake "
    "familiar fancy fat fatal federal female final financial firm fit flat flexible foggy foolish foreign formal "
    "former fortunate fragile frequent frozen full furious future general gentle giant global grateful gross "
    "handsome handy harmless healthy helpful helpless historic holy honest horrible huge human hollow identical ill "
    "illegal immediate important impossible independent industrial initial inner innocent intelligent intense "
    "interesting internal international itchy jealous joint junior known large legal liquid literary logical loyal "
    "lucky mad magic major massive mature medical mental metal mild military minor missing mobile moral muddy "
    "multiple musical mysterious narrow nasty national native natural naughty necessary negative nervous neutral "
    "normal northern numerous obvious odd official ordinary organic original outer painful patient peaceful "
    "permanent personal physical plain pleasant poisonous political popular portable positive possible powerful "
    "practical precious precise pregnant previous primary professional proper pure quick random rapid raw real "
    "realistic reasonable recent regular related relevant reliable religious remarkable remote responsible ripe "
    "romantic rotten rough royal rural rusty sacred salty scared scary secret secure selfish senior sensible "
    "sensitive separate serious several severe shallow sick significant silent similar single skinny slight slim "
    "slippery smooth social solar solid sorry southern spare special specific spicy stable standard steady sticky "
    "stormy strict stubborn sudden sufficient suitable super surprised suspicious talented tall technical temporary "
    "terrible thankful thick thoughtful tidy tough toxic traditional tragic tropical typical unable uncomfortable "
    "unfair unhappy unique unknown unlikely unusual upper upset urban urgent useful usual vague valuable various "
    "vast violent visible visual vital vivid weak wealthy weekly weird western wet whole wicked wide willing windy "
    "wise wonderful wrong yearly young youthful detailed careful".split()
)

ADVERBS: tuple[str, ...] = tuple(
    "absolutely actually angrily anxiously apparently automatically badly barely beautifully boldly bravely briefly "
    "brightly calmly carefully carelessly certainly cheaply cheerfully clearly closely completely constantly "
    "correctly daily deeply definitely directly early eagerly easily elegantly entirely especially eventually "
    "exactly extremely fairly finally fluently foolishly formally fortunately frequently fully generally gently "
    "gladly gradually happily hardly heavily highly honestly hungrily immediately independently initially instantly "
    "kindly largely lately lazily lightly likely loudly mainly merely mostly naturally nearly neatly nervously "
    "normally obviously occasionally officially openly partly perfectly personally politely poorly possibly "
    "precisely probably promptly properly quickly quietly rapidly rarely readily recently regularly roughly rudely "
    "sadly safely secretly seldom seriously sharply shortly shyly silently similarly simply sincerely skillfully "
    "slightly slowly smoothly softly specifically steadily strangely strictly strongly suddenly surely sweetly "
    "terribly thoroughly tightly totally truly typically unexpectedly unfortunately usually violently warmly weakly "
    "weekly widely wildly wisely perhaps maybe otherwise instead somehow nearby abroad upstairs downstairs "
    "overnight nowadays meanwhile therefore however moreover twice quite rather pretty anyway forever".split()
)

NAMES: tuple[str, ...] = tuple(
    "Abdul Aisha Akira Alan Albert Alejandro Alexander Ali Alicia Amanda Amir Andrea Andrew Angela Ann Anthony "
    "Arthur Ashley Barbara Beatrice Benjamin Betty Boris Brandon Brenda Brian Bruce Camila Carlos Caroline "
    "Catherine Chen Christina Christopher Claire Claudia Daniel Deborah Dennis Diego Dmitri Dorothy Douglas Elena "
    "Elijah Elizabeth Emily Enrique Fatima Fiona Francis Frederick Gabriel Giovanni Gloria Grace Gregory Hans "
    "Harold Hassan Heather Hiroshi Ibrahim Ingrid Isaac Isabel Ivan Jacob Jamal Jasmine Javier Jeffrey Jennifer "
    "Jessica Joan Jonathan Jorge Joseph Juan Julia Karen Katherine Kenji Kevin Kumar Larry Lars Laura Leila "
    "Leonardo Liam Lorenzo Louis Lucas Luis Marcus Margaret Marie Marilyn Mario Martha Martin Mason Matthew Megan "
    "Mei Melissa Michelle Miguel Mohammed Monica Natalie Nathan Nicholas Nicole Nikolai Noor Olga Omar Oscar Pamela "
    "Patricia Patrick Pedro Philip Priya Rafael Raymond Rebecca Ricardo Robert Rodrigo Ronald Rosa Roxanne Russell "
    "Samantha Samira Sandra Sean Sergei Sharon Shirley Sofia Stephanie Stephen Sven Svetlana Teresa Theresa Thomas "
    "Timothy Tobias Tyler Valentina Vanessa Veronica Vincent Vladimir Walter Wei William Xavier Yasmin Yolanda Yuki "
    "Yusuf Zachary Zara".split()
)
SURNAMES: tuple[str, ...] = tuple(
    "Adams Allen Anderson Baker Becker Bennett Brooks Brown Campbell Carter Chang Clark Collins Cooper Davis Diaz "
    "Edwards Evans Fischer Fisher Foster Garcia Gomez Gonzalez Green Gupta Hall Hansen Harris Hernandez Hill "
    "Hoffman Hughes Ito Jackson Jensen Johnson Jones Kaplan Keller Kelly Kim King Klein Larsen Lee Lewis Lopez "
    "Martinez Meyer Miller Mitchell Moore Morgan Morris Murphy Nakamura Nelson Nguyen Novak Olsen Parker Patel "
    "Peters Peterson Phillips Ramirez Reed Richardson Rivera Roberts Robinson Rossi Russell Sanchez Santos Schmidt "
    "Scott Silva Singh Smith Stewart Suzuki Tanaka Taylor Thompson Torres Turner Wagner Walker Watson Weber White "
    "Williams Wilson Wong Wright Young".split()
)
CITIES: tuple[str, ...] = tuple(
    "Amsterdam Barcelona Boston Bristol Chicago Cologne Dallas Denver Dresden Dubai Dublin Edinburgh Florence "
    "Geneva Glasgow Hamburg Houston Istanbul Kyoto Leeds Liverpool Lyon Manchester Marseille Melbourne Miami Milan "
    "Montreal Mumbai Munich Naples Orlando Osaka Oxford Philadelphia Phoenix Porto Seattle Seville Shanghai "
    "Stuttgart Sydney Toronto Turin Vancouver Venice York Zurich Texas California Florida Alaska Bavaria Scotland "
    "Wales".split()
)
