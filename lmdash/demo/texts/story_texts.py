"""Short texts other than stories: letters, dialogues, descriptions, instructions and diary pages."""

LETTERS = """
# holiday letter
where = at the sea | in the mountains | on a farm | in a big city | by a lake | on an island
did = swam every morning | climbed a high hill | fed the goats | saw an old castle | rowed across the lake | found many shells
plan = visit a museum | go fishing | bake bread | take a boat trip | sleep in a tent
--
Dear {F}, how are you?
Dear {F}, I hope that you are well.
Dear {F}, thank you for your letter, which I {received} on {weekday}.
Dear {F}, I was so happy when I {received} your letter.
--
I am {where} with my {P}.
We are {where} this week, and the weather is good.
My family and I are {where}, and every day is an adventure.
--
Yesterday we {did}.
On {weekday} we {did}, and I was very tired in the evening.
We {did}, and I thought of you.
-?
The food is good, and I eat {meal} every day.
My {P} is a little ill, but it is not bad.
I have found a new friend here, and we play together.
There is a dog here that follows me everywhere.
--
Tomorrow we want to {plan}.
I hope that we can {plan} before we go home.
My {P} says that we will {plan} soon.
--
Please write soon! | Your friend, {N}.
I miss you very much. | Love, {N}.
See you soon! | Your friend, {N}.
When will I {receive} your next letter? | Best wishes, {N}.

# thank you letter
gift, use = book; read it every evening | blue scarf; wear it every day | puzzle; finished it in two days | box of paints; painted a picture for you | little lamp; put it next to my bed | ball; play with it in the garden
--
Dear {P}, thank you so much for the {gift}.
Dear {P}, I {received} your present today.
Dear {P}, today I {received} a {gift} from you, and I was very happy.
--
The {gift} is wonderful, and I {use}.
I love the {gift}! | I {use}.
How did you know that I wanted a {gift}? | I {use}.
-?
At school, everything is fine.
I had a party with {F} and my other friends.
It is cold here, and we drink {drink} every day.
--
When can you come and visit us?
I hope to see you soon.
Please come to see us in the {season}.
--
With love, {N}.
Many kisses, {N}.
Your {N}.

# invitation
event = birthday party | school play | garden party | concert | picnic
place = in our garden | at my house | in the school hall | in the park
--
Dear {F}, I want to invite you to my {event}.
Dear {F}, will you come to my {event}?
Dear {F}, you are invited to my {event}.
--
It is on {weekday} {place}.
We will meet {place} on {weekday}.
It begins at {count} on {weekday}, {place}.
--
There will be {meal}, music and many games.
My {P} will make {meal} for everyone.
We will eat {meal} and dance.
-?
Please bring warm clothes, because we will be outside.
Please bring some {fruit} if you can.
You do not need to bring a gift.
--
Please tell me if you can come. | Your friend, {N}.
Everyone who {receives} this letter can bring a friend. | Yours, {N}.
I hope to {receive} your answer soon. | Your {N}.
"""

DIALOGUES = """
# asking the way
place = station | library | post office | market | museum | bakery | hospital
way = left at the church | right at the bridge | left after the school | right behind the park
--
"Excuse/VB me, where is the {place}?" asked {N}.
"Can you tell me the way to the {place}?" asked {N}.
"I am looking/VBG for the {place}," said {N}. "Can you help me?"
--
"Of course," {said} {F}. "Go straight on and then {way}."
"It is not far," {said} {F}. "You must turn {way}."
"Yes, I can," {said} {F}. "First go down this street and then turn {way}."
--
"How long does it take?" asked {N}.
"Is it far?" asked {N}.
--
"Only {count} minutes," {said} {F}.
"No, you can walk there in {count} minutes," {said} {F}.
-?
"I am going there too," said {F}. "We can walk together."
"But it closes soon," said {F}.
--
"Thank you very much!" said {N}.
"Thank you for your help," said {N}. | "You are welcome," {said} {F}.

# weekend plans
plan = go to the lake | ride bicycles | watch a film | build a tree house | visit the zoo | bake a cake
need = a warm jacket | some {fruit} | my old shoes | a map | a big bag
--
"What are you doing on {weekday}?" asked {N}.
"Do you have time on {weekday}?" asked {N}.
"Hello, {F}! Are you free on {weekday}?" asked {N}.
--
"I do not know yet," {said} {F}. "Why do you ask?"
"Nothing special," {said} {F}. "What about you?"
"I think so," {said} {F}. "What do you want to do?"
--
"I want to {plan}," said {N}. "Would you like to come?"
"We could {plan}," said {N}.
"My {P} and I want to {plan}," said {N}. "Come with us!"
--
"That is a {good} idea!" said {F}. "What do I need?"
"I would love to," said {F}. "What should I bring?"
--
"Only {need}," {said} {N}.
"Bring {need}," {said} {N}. "I will bring {meal}."
--
"See you on {weekday}!" said {F}.
"I cannot/MD wait," said {F}.

# what is in the bag
thing = frog | new ball | birthday present | strange stone | kitten | chocolate cake
--
"What do you have in your bag?" asked {N}.
"What is in that bag?" {N} asked {F}.
--
"Guess!" {said} {F}.
"It is a secret," {said} {F}.
"You will never guess," {said} {F}.
--
"Is it something to eat?" asked {N}.
"Is it big or small?" asked {N}.
"Is it alive?" asked {N}.
--
"Look!" said {F} and opened the bag. | It was a {thing}.
{F} laughed and opened the bag. "It is a {thing}!"
--
"Where did you get it?" asked {N}.
"What a surprise!" cried {N}. "Where is it from?"
--
"I {received} it from my {P}," {said} {F}.
"I found it near the river," {said} {F}.
"My {P} gave it to me," {said} {F}.
"""

DESCRIPTIONS = """
# animal
animal, body, food, lair, can = cat; soft fur and green eyes; fish and milk; the house; see well in the dark | elephant; big ears and a long trunk; leaves and grass; the warm plains; carry heavy trees | owl; big eyes and strong wings; mice; old trees; turn its head very far | frog; green skin and long legs; flies; the pond; jump very far | horse; four long legs and a fine tail; hay and apples; the stable; run very fast | penguin; black and white feathers; fish; the ice; swim like a fish | squirrel; a long red tail; nuts; the trees; climb very fast | camel; a hump on its back; dry grass; the desert; live without water for many days | dog; a wet nose and a long tail; meat and bones; a small hut; smell things that are far away | bee; two pairs of wings; the juice of flowers; a hive; make honey
--
The {animal} is a wonderful animal.
This is a {animal}.
Many people like/VBP the {animal}.
--
It has {body}.
A {animal} has {body}.
You can know it by its looks: it has {body}.
--
It lives in {lair} and eats {food}.
Its home is {lair}. | It likes to eat {food}.
It eats {food} and sleeps in {lair}.
--
It can {can}.
Not every animal can {can}, but the {animal} can.
Did you know that it can {can}?
-?
A young {animal} stays close to its mother.
Children love to look at it.
Some of them become very old.

# room
room, first, second = kitchen; an old stove; a round table | bedroom; a soft bed; a tall wardrobe | living room; a green sofa; a shelf full of books | attic; many dusty boxes; a small window | classroom; a black board; twenty chairs | workshop; a big bench; many tools
--
This is the {room} of {N}.
The {room} is the favorite place of {N}.
There is a {room} in the house of {N}.
--
In the middle you can see {first}, and near the wall you can see {second}.
You can see {first}, and next to it you can see {second}.
On the left you can see {first}, and on the right you can see {second}.
--
The walls are {color}, and the floor is made of wood.
The light is warm, and the air smells of {fruit}.
A {color} carpet lies on the floor.
--
Every day, {N} spends many hours there.
In the evening, {he} sits there and listens to music.
When {he} is tired, {he} goes there and rests.

# person
job, does, place = baker; bakes bread before the sun comes up; in a small shop | doctor; helps sick people; in a hospital | teacher; teaches children to read; in a school | farmer; grows corn and keeps cows; on a farm | sailor; works on a ship; on the sea | gardener; plants trees and flowers; in a park | pilot; flies over the clouds; in the air | painter; paints pictures of the sea; in a bright room | cook; makes soup and cakes; in a hotel
--
{N} is a {job}.
My friend {N} is a {job}.
In our street lives {N}, who is a {job}.
--
{he} {does}.
Every day, {he} {does}.
{he} works {place} and {does}.
--
{he} has {hair} hair and {eyes} eyes.
{he} wears a {color} coat and a big hat.
{he} is {nice}, and everyone likes/VBZ {him}.
-?
In {his} free time, {he} likes/VBZ {hobby}.
{his} best friend is called {F}.
{he} {receives} many letters from people who want to say thank you.
--
{N} loves this work because it is never boring.
"I have the best job in the world," says {N}.
One day, {he} wants to travel around the world.

# place
place, sound, see = beach; the waves; white sand and colorful shells | forest; the birds; tall trees and soft moss | market; the voices of the people; fruit in every color | harbor; the horns of the ships; boats with white sails | mountain village; the bells of the cows; old houses of wood | park; the laughing children; green grass and a small pond
--
There is a beautiful {place} near the town.
I know a {place} that I like/VBP very much.
The {place} is a special place for {N}.
--
You can hear {sound} all day.
From far away, you hear {sound}.
--
There you can see {see}.
When you come closer, you see {see}.
--
In {season}, many people visit the {place}.
In winter, it is quiet there.
Early in the morning, nobody is there.
-?
{N} and {F} often go there on {weekday}.
{N} found a stone there that looked like a heart.
People sit down and drink {drink}.
"""

INSTRUCTIONS = """
# sandwich
filling = cheese | tomatoes | egg | jam | honey | cucumber
--
How to make a sandwich.
This is how you make a good sandwich.
Here is an easy way to make a sandwich with {filling}.
--
First, take two slices of bread.
First, you need two slices of fresh bread.
--
Then put some butter on the bread.
Next, spread butter on each slice.
--
After that, add some {filling}.
Put some {filling} on one slice.
--
Finally, put the other slice on top.
Close the sandwich and cut it in half.
-?
Be careful with the knife.
You can eat it with {drink}.
Share it with a friend.

# planting a tree
tree = apple tree | cherry tree | oak | pear tree
--
How to plant a tree.
It is not hard to plant a {tree}.
Do you want to plant a {tree}?
--
First, find a sunny place in the garden.
First, choose a place with enough light.
--
Then dig a deep hole with a spade.
Next, dig a hole that is twice as big as the roots.
--
Put the tree into the hole and fill it with earth.
Hold the tree straight and put earth around the roots.
--
Then give it a lot of water.
After that, water the tree well.
--
In a few years, you will have a tall tree.
Be patient, because a tree grows slowly.
Visit your tree every day.

# soup
first, second = carrots; potatoes | tomatoes; onions | beans; corn | mushrooms; leeks | pumpkin; carrots
--
How to cook a simple soup.
This is my favorite soup with {first} and {second}.
On cold days, a soup with {first} and {second} is the best meal.
--
First, wash the {first} and the {second}.
First, you need {first}, {second} and a big pot.
--
Cut everything into small pieces.
Then cut the {first} into slices.
--
Put everything into a pot with hot water.
Fill the pot with water and add the {first} and the {second}.
--
Let it cook for half an hour.
Cook the soup slowly and stir it with a spoon.
--
Add some salt and taste it.
At the end, add salt and pepper.
-?
Serve it hot with a slice of bread.
Blow on your spoon, because the soup is very hot.

# tea
herb = mint | apple | lemon | ginger | rose
sweet = honey | sugar | a slice of orange | a little milk
--
How to make {herb} tea.
A cup of {herb} tea is good on a cold day.
This is how my {P} makes {herb} tea.
--
First, boil some fresh water.
First, fill a pot with water and make it hot.
--
Then put the {herb} tea into a cup.
Next, put two spoons of {herb} tea into the pot.
--
Pour the hot water over it and wait {count} minutes.
Add the water and let it stand for {count} minutes.
--
If you like, add {sweet}.
It tastes even better with {sweet}.
-?
Drink it slowly while it is warm.
Be careful, because the cup is hot.

# paper boat
sheet = an old newspaper | a {color} sheet of paper | a clean sheet of paper | a page from an old book
water = a pond | the river | the bath | a bowl of water | a little stream
--
How to make a paper boat.
You can make a boat from {sheet}.
A paper boat is easy to make.
--
First, take {sheet}.
First, you need {sheet} and a table.
--
Fold it in the middle.
Then fold the paper in half.
--
Next, fold two corners to the center and turn up the sides.
After that, fold the corners down and turn up both sides.
--
Pull the sides apart slowly, and the boat is ready.
Now open it carefully. | You have a little boat!
--
Put it into {water} and watch it swim.
You can paint it {color} and let it float on {water}.
Let your boat swim in {water}.

# snack bowl
first, second = apples; bananas | pears; grapes | strawberries; plums | oranges; cherries | cucumbers; tomatoes | carrots; beans
extra = honey | lemon juice | nuts | yogurt | salt
--
How to make a salad with {first} and {second}.
This salad with {first} and {second} is ready in {count} minutes.
On hot days, I like/VBP a salad with {first} and {second}.
--
First, wash the {first} and dry them with a towel.
Start with the {first}. | Wash them well.
--
Then cut the {first} into small pieces.
Next, cut them into thin slices.
--
Do the same with the {second}.
Now wash and cut the {second}.
--
Put everything into a {color} bowl and mix it.
Mix the {first} and the {second} in a big bowl.
--
Finally, add some {extra}.
A little {extra} makes it even better.
-?
Serve it with {drink}.
Eat it on the same day.

# washing a dog
--
How to wash a dog.
Does your dog smell bad? | Then it needs a bath.
A dirty dog needs a bath.
--
First, fill a tub with warm water.
First, get some warm water, soap and an old towel.
--
Talk to your dog in a calm voice.
Give your dog something to eat so that it stays calm.
--
Make the fur wet and rub in the soap.
Then wash the back, the legs and the tail.
--
After that, wash out the soap with clean water.
Be careful that no soap gets into the eyes.
--
Finally, dry your dog with a towel.
In the end, step back, because your dog will shake.
"""

DIARIES = """
# diary page
span, why = day; I found a new friend at school | day; I won a prize for my drawing | day; my team won the game | day; a postcard from my {P} came | day; we saw a deer in the forest | day; I learned to swim | week; my cousin came to stay with us
--
Dear diary, today was a good {span}.
Dear diary, I have so much to tell you.
Dear diary, it is {weekday}, and I am tired but happy.
--
Today {why}.
You will not believe it, but {why}.
I am so happy because {why}.
--
In the morning, I had breakfast with my {P}, and then I went out with {F}.
At noon, we ate {meal}, and it was very good.
After school, I went to the park with {F} and we talked for a long time.
--
In the afternoon, the sun came out, and we played until dinner.
Later it rained, so we stayed inside and read books.
In the afternoon, I helped my {P} in the garden.
-?
{F} told me a secret, but I cannot/MD write it here.
I was a little sad because {F} had to leave early.
I also lost one of my gloves.
--
Tomorrow I want to get up early.
Now I am in bed, and my eyes are closing/VBG.
I hope that tomorrow will be just as good. | Good night!
"""

TABLES: dict[str, str] = {
    "letter": LETTERS, "dialogue": DIALOGUES, "description": DESCRIPTIONS, "howto": INSTRUCTIONS, "diary": DIARIES,
}  # fmt: skip
