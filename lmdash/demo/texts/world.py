"""What is true of the world: countries, cities and famous people, and the first names of made-up people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lmdash.demo.texts.grammar import Word, name

_COUNTRIES = """
Afghanistan|Kabul||Asia|afghani
Albania|Tirana|Albanian|Europe|lek
Algeria|Algiers|Arabic|Africa|dinar
Andorra|Andorra la Vella|Catalan|Europe|euro
Angola|Luanda|Portuguese|Africa|kwanza
Argentina|Buenos Aires|Spanish|South America|peso
Armenia|Yerevan|Armenian||dram
Australia|Canberra|English|Oceania|dollar
Austria|Vienna|German|Europe|euro
Azerbaijan|Baku|Azerbaijani||manat
the Bahamas|Nassau|English|North America|dollar
Bahrain|Manama|Arabic|Asia|dinar
Bangladesh|Dhaka|Bengali|Asia|taka
Barbados|Bridgetown|English|North America|dollar
Belarus|Minsk||Europe|ruble
Belgium|Brussels||Europe|euro
Belize|Belmopan|English|North America|dollar
Bhutan|Thimphu|Dzongkha|Asia|ngultrum
Bosnia|Sarajevo|Bosnian|Europe|mark
Botswana|Gaborone||Africa|pula
Brazil|Brasilia|Portuguese|South America|real
Brunei|Bandar Seri Begawan|Malay|Asia|dollar
Bulgaria|Sofia|Bulgarian|Europe|
Burkina Faso|Ouagadougou|French|Africa|franc
Burundi|Gitega||Africa|franc
Cambodia|Phnom Penh|Khmer|Asia|riel
Cameroon|Yaounde||Africa|franc
Canada|Ottawa||North America|dollar
Cape Verde|Praia|Portuguese|Africa|escudo
Chad|Ndjamena||Africa|franc
Chile|Santiago|Spanish|South America|peso
China|Beijing|Chinese|Asia|yuan
Colombia|Bogota|Spanish|South America|peso
the Comoros|Moroni||Africa|franc
Costa Rica|San Jose|Spanish|North America|colon
Croatia|Zagreb|Croatian|Europe|euro
Cuba|Havana|Spanish|North America|peso
Cyprus|Nicosia|||euro
the Czech Republic|Prague|Czech|Europe|koruna
Denmark|Copenhagen|Danish|Europe|krone
Djibouti|Djibouti City||Africa|franc
Dominica|Roseau|English|North America|dollar
the Dominican Republic|Santo Domingo|Spanish|North America|peso
Ecuador|Quito|Spanish|South America|dollar
Egypt|Cairo|Arabic|Africa|pound
El Salvador|San Salvador|Spanish|North America|dollar
England|London|English|Europe|pound
Eritrea|Asmara||Africa|nakfa
Estonia|Tallinn|Estonian|Europe|euro
Ethiopia|Addis Ababa|Amharic|Africa|birr
Fiji|Suva||Oceania|dollar
Finland|Helsinki|Finnish|Europe|euro
France|Paris|French|Europe|euro
Gabon|Libreville|French|Africa|franc
the Gambia|Banjul|English|Africa|dalasi
Georgia|Tbilisi|Georgian||lari
Germany|Berlin|German|Europe|euro
Ghana|Accra|English|Africa|cedi
Greece|Athens|Greek|Europe|euro
Guatemala|Guatemala City|Spanish|North America|quetzal
Guinea|Conakry|French|Africa|franc
Guyana|Georgetown|English|South America|dollar
Haiti|Port-au-Prince||North America|gourde
Honduras|Tegucigalpa|Spanish|North America|lempira
Hungary|Budapest|Hungarian|Europe|forint
Iceland|Reykjavik|Icelandic|Europe|krona
India|New Delhi||Asia|rupee
Indonesia|Jakarta|Indonesian|Asia|rupiah
Iran|Tehran|Persian|Asia|rial
Iraq|Baghdad|Arabic|Asia|dinar
Ireland|Dublin|English|Europe|euro
Italy|Rome|Italian|Europe|euro
Ivory Coast|Yamoussoukro|French|Africa|franc
Jamaica|Kingston|English|North America|dollar
Japan|Tokyo|Japanese|Asia|yen
Jordan|Amman|Arabic|Asia|dinar
Kazakhstan|Astana||Asia|tenge
Kenya|Nairobi|Swahili|Africa|shilling
Kosovo|Pristina|Albanian|Europe|euro
Kuwait|Kuwait City|Arabic|Asia|dinar
Kyrgyzstan|Bishkek|Kyrgyz|Asia|som
Laos|Vientiane|Lao|Asia|kip
Latvia|Riga|Latvian|Europe|euro
Lebanon|Beirut|Arabic|Asia|pound
Lesotho|Maseru|Sotho|Africa|loti
Liberia|Monrovia|English|Africa|dollar
Libya|Tripoli|Arabic|Africa|dinar
Liechtenstein|Vaduz|German|Europe|franc
Lithuania|Vilnius|Lithuanian|Europe|euro
Luxembourg|Luxembourg City||Europe|euro
Madagascar|Antananarivo|Malagasy|Africa|ariary
Malawi|Lilongwe||Africa|kwacha
Malaysia|Kuala Lumpur|Malay|Asia|ringgit
the Maldives|Male||Asia|rufiyaa
Mali|Bamako||Africa|franc
Malta|Valletta|Maltese|Europe|euro
Mauritania|Nouakchott|Arabic|Africa|ouguiya
Mauritius|Port Louis||Africa|rupee
Mexico|Mexico City|Spanish|North America|peso
Moldova|Chisinau|Romanian|Europe|leu
Mongolia|Ulaanbaatar|Mongolian|Asia|tugrik
Montenegro|Podgorica|Montenegrin|Europe|euro
Morocco|Rabat|Arabic|Africa|dirham
Mozambique|Maputo|Portuguese|Africa|metical
Myanmar|Naypyidaw|Burmese|Asia|kyat
Namibia|Windhoek||Africa|dollar
Nepal|Kathmandu|Nepali|Asia|rupee
the Netherlands|Amsterdam|Dutch|Europe|euro
New Zealand|Wellington|English|Oceania|dollar
Nicaragua|Managua|Spanish|North America|cordoba
Niger|Niamey||Africa|franc
Nigeria|Abuja|English|Africa|naira
North Korea|Pyongyang|Korean|Asia|won
North Macedonia|Skopje|Macedonian|Europe|denar
Norway|Oslo|Norwegian|Europe|krone
Oman|Muscat|Arabic|Asia|rial
Pakistan|Islamabad|Urdu|Asia|rupee
Panama|Panama City|Spanish|North America|balboa
Papua New Guinea|Port Moresby||Oceania|kina
Paraguay|Asuncion||South America|guarani
Peru|Lima|Spanish|South America|sol
the Philippines|Manila|Filipino|Asia|peso
Poland|Warsaw|Polish|Europe|zloty
Portugal|Lisbon|Portuguese|Europe|euro
Qatar|Doha|Arabic|Asia|riyal
Romania|Bucharest|Romanian|Europe|leu
Russia|Moscow|Russian||ruble
Rwanda|Kigali|Kinyarwanda|Africa|franc
Samoa|Apia|Samoan|Oceania|tala
Saudi Arabia|Riyadh|Arabic|Asia|riyal
Scotland|Edinburgh|English|Europe|pound
Senegal|Dakar||Africa|franc
Serbia|Belgrade|Serbian|Europe|dinar
Sierra Leone|Freetown|English|Africa|leone
Slovakia|Bratislava|Slovak|Europe|euro
Slovenia|Ljubljana|Slovene|Europe|euro
Somalia|Mogadishu|Somali|Africa|shilling
South Africa|Pretoria||Africa|rand
South Korea|Seoul|Korean|Asia|won
Spain|Madrid|Spanish|Europe|euro
Sudan|Khartoum|Arabic|Africa|pound
Suriname|Paramaribo|Dutch|South America|dollar
Sweden|Stockholm|Swedish|Europe|krona
Switzerland|Bern||Europe|franc
Syria|Damascus|Arabic|Asia|pound
Taiwan|Taipei|Chinese|Asia|dollar
Tajikistan|Dushanbe|Tajik|Asia|somoni
Tanzania|Dodoma|Swahili|Africa|shilling
Thailand|Bangkok|Thai|Asia|baht
Togo|Lome|French|Africa|franc
Tonga|Nukualofa|Tongan|Oceania|
Tunisia|Tunis|Arabic|Africa|dinar
Turkey|Ankara|Turkish||lira
Turkmenistan|Ashgabat|Turkmen|Asia|manat
Uganda|Kampala||Africa|shilling
Ukraine|Kyiv|Ukrainian|Europe|hryvnia
the United States|Washington|English|North America|dollar
Uruguay|Montevideo|Spanish|South America|peso
Uzbekistan|Tashkent|Uzbek|Asia|som
Vanuatu|Port Vila||Oceania|vatu
Venezuela|Caracas|Spanish|South America|bolivar
Vietnam|Hanoi|Vietnamese|Asia|dong
Wales|Cardiff||Europe|pound
Yemen|Sanaa|Arabic|Asia|rial
Zambia|Lusaka|English|Africa|kwacha
Zimbabwe|Harare||Africa|
"""

_PLACES = """
Milan|city|Italy
Venice|city|Italy
Florence|city|Italy
Munich|city|Germany
Hamburg|city|Germany
Frankfurt|city|Germany
Barcelona|city|Spain
Seville|city|Spain
Lyon|city|France
Marseille|city|France
Nice|city|France
Manchester|city|England
Liverpool|city|England
Oxford|city|England
Glasgow|city|Scotland
Geneva|city|Switzerland
Zurich|city|Switzerland
Salzburg|city|Austria
Krakow|city|Poland
Gothenburg|city|Sweden
Bergen|city|Norway
Rotterdam|city|the Netherlands
Antwerp|city|Belgium
Porto|city|Portugal
Cork|city|Ireland
Istanbul|city|Turkey
Mumbai|city|India
Shanghai|city|China
Osaka|city|Japan
Kyoto|city|Japan
Busan|city|South Korea
Dubrovnik|city|Croatia
Casablanca|city|Morocco
Alexandria|city|Egypt
Lagos|city|Nigeria
Mombasa|city|Kenya
Toronto|city|Canada
Montreal|city|Canada
Vancouver|city|Canada
New York|city|the United States
Chicago|city|the United States
Boston|city|the United States
Melbourne|city|Australia
Auckland|city|New Zealand
Cancun|city|Mexico
Karachi|city|Pakistan
Bali|island|Indonesia
Sicily|island|Italy
Crete|island|Greece
Mount Fuji|mountain|Japan
Mount Kenya|mountain|Kenya
Mount Olympus|mountain|Greece
Mount Etna|volcano|Italy
Mount Kilimanjaro|mountain|Tanzania
Machu Picchu|ruin|Peru
Big Ben|clock|England
Loch Ness|lake|Scotland
"""

_PEOPLE = """
Mozart|composer|Austria
Haydn|composer|Austria
Schubert|composer|Austria
Bach|composer|Germany
Beethoven|composer|Germany
Brahms|composer|Germany
Verdi|composer|Italy
Vivaldi|composer|Italy
Chopin|composer|Poland
Sibelius|composer|Finland
Grieg|composer|Norway
Debussy|composer|France
Bizet|composer|France
Tchaikovsky|composer|Russia
Shakespeare|writer|England
Dickens|writer|England
Jane Austen|writer|England
Victor Hugo|writer|France
Jules Verne|writer|France
Cervantes|writer|Spain
Dante|poet|Italy
Goethe|poet|Germany
Homer|poet|Greece
Robert Burns|poet|Scotland
Pushkin|poet|Russia
Tolstoy|writer|Russia
Dostoevsky|writer|Russia
Ibsen|writer|Norway
Hans Andersen|writer|Denmark
Mark Twain|writer|the United States
Hemingway|writer|the United States
Einstein|scientist|Germany
Newton|scientist|England
Darwin|scientist|England
Galileo|scientist|Italy
Pasteur|scientist|France
Marie Curie|scientist|Poland
Copernicus|scientist|Poland
Linnaeus|scientist|Sweden
Alfred Nobel|inventor|Sweden
Edison|inventor|the United States
Gutenberg|inventor|Germany
Rembrandt|painter|the Netherlands
Vermeer|painter|the Netherlands
Monet|painter|France
Renoir|painter|France
Picasso|painter|Spain
Goya|painter|Spain
Leonardo|painter|Italy
Frida Kahlo|painter|Mexico
Klimt|painter|Austria
Munch|painter|Norway
Rubens|painter|Belgium
Magritte|painter|Belgium
Plato|philosopher|Greece
Socrates|philosopher|Greece
Confucius|philosopher|China
Kant|philosopher|Germany
Descartes|philosopher|France
Gandhi|leader|India
Nelson Mandela|leader|South Africa
Magellan|explorer|Portugal
Amundsen|explorer|Norway
James Cook|explorer|England
Marco Polo|explorer|Italy
Pele|footballer|Brazil
Maradona|footballer|Argentina
"""

FEMALE_NAMES = tuple(
    "Mary Anna Emma Lucy Sarah Kate Jane Alice Emily Laura Julia Susan Linda Helen Ellen Nancy Betty Carol Diana Judy "
    "Rachel Rebecca Hannah Olivia Sophie Ella Chloe Zoe Amy Beth Claire Eva Fiona Gina Heidi Irene Jenny Karen Lily "
    "Maria Molly Nora Paula Rita Rosa Ruth Sally Tina Vera Wendy Abigail Barbara Bella Bridget Cathy Clara Daisy Donna "
    "Edith Elsie Flora Gloria Holly Iris Jill Joan Kelly Lisa Megan Nina Penny Polly Rosie Sandra Stella Tara".split()
)
MALE_NAMES = tuple(
    "John Tom Peter Paul James David Michael Robert William Richard Joseph Thomas Charles Daniel Matthew Anthony Mark "
    "Steven Andrew Kevin Brian George Edward Ronald Jason Jeff Ryan Jacob Gary Eric Stephen Larry Justin Scott Ben "
    "Samuel Frank Greg Alexander Patrick Jack Dennis Jerry Tyler Aaron Henry Adam Nathan Zachary Walter Kyle Harold "
    "Carl Arthur Roger Keith Lawrence Albert Ethan Simon Oscar Leo Max Sam Tim Bob Bill Jim Luke Philip Victor Hugo "
    "Oliver Felix Martin Neil".split()
)
NAMES = FEMALE_NAMES + MALE_NAMES
WOMEN = frozenset(FEMALE_NAMES)


def person(first_name: str) -> tuple[Word, ...]:
    """The words of a person's name."""
    return name(first_name, "PERSON")


def geographical(text: str, entity: str = "GPE") -> tuple[Word, ...]:
    """The words of a country or place; a leading ``the`` is a determiner inside the entity."""
    article, _, rest = text.partition(" ")
    return (Word(article, "DT", entity), *name(rest, entity)) if article == "the" else name(text, entity)


@dataclass(frozen=True)
class Country:
    """A country and its one true answer to each question, '' where there is no single one."""

    name: str
    capital: str
    language: str
    continent: str
    currency: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The name as words, with its article."""
        return geographical(self.name)

    @property
    def possessive(self) -> bool:
        """Whether ``France's`` can be said of it (not of names that end in s)."""
        return not self.name.endswith("s")


@dataclass(frozen=True)
class Known:
    """A place or a famous person: what it is, and the country that it belongs to."""

    name: str
    what: str
    country: str


def _rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


COUNTRIES = tuple(Country(*row) for row in _rows(_COUNTRIES))
PLACES = tuple(Known(*row) for row in _rows(_PLACES))
PEOPLE = tuple(Known(*row) for row in _rows(_PEOPLE))
