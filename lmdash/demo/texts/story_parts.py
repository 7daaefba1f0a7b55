"""What many stories share: openings, weather, portraits, endings, and the words that fill common slots."""

FRESH: dict[str, tuple[str, ...]] = {
    "happy": ("happy", "glad", "very happy", "pleased", "so happy", "full of joy", "proud and happy", "cheerful"),
    "sad": ("sad", "very sad", "upset", "unhappy", "worried", "a little sad"),
    "scared": ("scared", "afraid", "frightened", "a little scared", "nervous"),
    "then": ("then", "after that,", "next,", "a little later,", "soon", "a moment later,", "then", "after a while,"),
    "suddenly": ("suddenly,", "all of a sudden,", "just then,", "at that moment,"),
    "at_last": ("at last,", "in the end,", "finally,", "after a long time,", "at last,"),
    "said": ("said", "said", "answered", "replied"),
    "smiled": ("smiled", "laughed", "smiled happily", "nodded and smiled", "gave a big smile"),
    "big": ("big", "large", "huge", "big", "great"),
    "small": ("small", "little", "tiny"),
    "good": ("good", "great", "wonderful", "lovely"),
    "quickly": ("quickly", "at once", "right away", "as fast as possible"),
    "looked": ("looked", "searched", "looked", "looked carefully"),
    "very": ("very", "so", "really", "very"),
    "thanked": ("thanked", "hugged", "thanked"),
}

STABLE: dict[str, tuple[str, ...]] = {
    "nice": ("little", "kind", "brave", "curious", "cheerful", "clever", "young", "quiet", "friendly", "gentle", "shy",
             "funny", "polite", "lively"),
    "color": ("red", "blue", "green", "yellow", "white", "brown", "orange", "purple", "pink", "golden"),
    "hair": ("brown", "black", "red", "blond", "dark", "curly", "short", "long"),
    "eyes": ("blue", "green", "brown", "bright", "big", "gentle", "dark"),
    "home": ("a small house near the forest", "a little house by the sea", "a village near the mountains",
             "a tall house in the city", "a quiet town by the river", "a small white house on a hill",
             "an old farm house", "a cozy house at the end of the street", "a little cottage near the lake"),
    "hobby": ("to paint", "to read", "to sing", "to dance", "to draw", "to climb trees", "to swim", "to tell stories",
              "to play outside", "to run", "to build things", "to help people", "to look at the clouds"),
    "weekday": ("Monday/NNP", "Tuesday/NNP", "Wednesday/NNP", "Thursday/NNP", "Friday/NNP", "Saturday/NNP",
                "Sunday/NNP"),
    "season": ("spring", "summer", "autumn"),
    "age": ("five", "six", "seven", "eight", "nine", "ten"),
    "count": ("two", "three", "four", "five", "six", "seven"),
    "fruit": ("apples", "pears", "plums", "cherries", "strawberries", "oranges", "grapes"),
    "meal": ("soup", "bread and cheese", "pancakes", "apple pie", "rice and beans", "chocolate cake", "hot stew",
             "fresh bread"),
    "drink": ("hot chocolate", "warm milk", "apple juice", "tea", "lemonade"),
}  # fmt: skip

PARTS: dict[str, str] = {
    "once": """
Once upon a time, there was a {nice} {child} named {N}.
Once there was a {nice} {child} called {N}.
Once upon a time, a {nice} {child} named {N} lived in {home}.
{N} was a {nice} {child} who lived in {home}.
{N} was {age} years old. | {he} lived in {home}.
There was once a {child} named {N} who loved {hobby}.
In {home} lived a {nice} {child} named {N}.
A long time ago, there lived a {nice} {child} named {N}.
""",
    "portrait": """
{he} had {hair} hair and {eyes} eyes.
{he} lived with {his} family and loved {hobby}.
{N} loved {hobby}, and everyone liked {him}.
{he} had a kind heart and a bright smile.
Every day, {he} liked {hobby}.
{N} always wore a {color} coat.
{he} wore a {color} hat and old shoes.
Everyone in the street knew {him} because {he} was always friendly.
""",
    "present": """
{N} woke up early and got out of bed.
{N} was a {nice} {child} who was {age} years old.
A {nice} {child} named {N} was looking out of the window.
{N}, a {nice} {child}, was eating breakfast with {his} family.
{N} put on {his} shoes and ran down the stairs.
A {nice} {child} named {N} had just finished breakfast.
A {child} called {N} was in a good mood.
{N} jumped out of bed with a smile.
{N} was sitting at the kitchen table and thinking about the day.
""",
    "weather_any": """
It was a quiet {weekday} morning.
It was a beautiful {season} day.
One {weekday}, something special happened.
One {season} morning, the air was fresh and the sky was clear.
One day, the world looked bright and new.
It was an ordinary {weekday} in {season}.
It was early in the morning, and the house was quiet.
""",
    "weather_sunny": """
It was a warm and sunny day.
One sunny morning, the birds were singing in the trees.
The sun was shining, and the sky was blue.
It was a bright {season} morning without a cloud in the sky.
One fine {weekday}, the sun was warm and the grass was green.
It was a lovely sunny {weekday}.
""",
    "weather_cloudy": """
It was a grey and cloudy morning.
One {weekday} morning, dark clouds hung over the town.
The sky was grey, but it was not raining yet.
It was a cool {season} day with many clouds.
""",
    "weather_windy": """
It was a windy day, and the leaves danced in the air.
One windy {weekday}, the trees were moving from side to side.
The wind was strong, and the clouds moved fast across the sky.
It was a fresh {season} day with a strong wind.
""",
    "weather_snow": """
It was a cold winter day.
One winter morning, the whole world was white.
It had snowed all night, and everything was white.
The snow lay deep on the roofs and on the trees.
It was the first snow of the winter.
""",
    "weather_night": """
It was late in the evening, and the moon was in the sky.
Night had come, and the town was quiet.
It was a dark night, and the house was very quiet.
The sun had gone down, and the first stars were out.
One evening after dinner, it grew dark outside.
""",
    "reward": """
That evening, {N} {received} a big hug from {his} {P}.
For that, {N} {received} a warm hug from {his} {P}.
{N} {received} a kiss and a cookie from {his} {P}.
At home, {he} {received} many kind words from {his} family.
The next morning, {he} {received} a small present from {his} {P}.
Later, {N} {received} a card with a {color} heart on it.
At dinner, {he} {received} the biggest piece of cake.
""",
    "ending": """
That night, {N} fell asleep with a smile.
It was the best day of the year.
{N} never forgot that day.
{N} went to bed tired but happy.
{he} told the whole story to everyone at dinner.
{N} could not wait for the next day.
{he} thought about it for a long time.
{N} was {happy}, and so was {his} {P}.
In bed, {he} closed {his} eyes and dreamed about the day.
{he} wrote about it in {his} diary.
{N} hoped that the next day would be just as good.
Before {he} fell asleep, {N} looked at the moon and smiled.
What a {good} day it had been!
""",
}
