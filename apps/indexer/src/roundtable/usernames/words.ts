/** Own lists: upstream's words are not reproducible (indexer.md §6.14). */
export const ADJECTIVES = `
able agile airy alert amber ample apt ardent astute aware azure balmy bare basic bold
brave breezy brief bright brisk broad bronze calm candid careful cheery chief civil clean
clear clever close coastal cool copper coral cosmic cozy crisp cubic curious daring
dashing dawn decent deep deft dense direct distant double dual dusky eager early earnest
easy eastern elder electric elegant entire equal exact fabled fair famous fancy fast
fierce final fine firm first fluent fond frank free fresh frosty full gentle genuine
gifted giant glad gleaming global golden good grand great green happy hardy hearty hidden
high honest humble icy ideal inner iron ivory jade jolly jovial just keen kind large
lasting lean level light lively local lofty loyal lucid lucky lunar major marble mellow
merry mighty mild modern modest moral native neat noble nimble northern novel olive open
orange orderly outer pale patient pearl plain pleasant polar polite prime proper proud
pure quick quiet rapid rare ready regal rich ripe robust rosy royal ruby rustic sable safe
sandy scenic secure serene sharp shiny silent silver simple sincere sleek smart smooth
snowy social solar solid sound southern spare spry stable starry steady stellar still
stoic stout strong sturdy subtle sunny super sure swift tame teal tender tidy tiny topaz
tough tranquil true trusty umber unique upbeat urban useful valiant vast velvet verbal
vital vivid warm wary western white whole wide wild willing windy winged wise witty young
zesty
`
  .trim()
  .split(/\s+/);

export const NOUNS = `
acorn acre alder amber anchor ant apple arbor arch arrow ash aspen atlas badger bamboo
barn basil basin bay beacon bear beaver bell birch bird bison bloom boat bolt bond book
branch breeze brick bridge brook canal candle canoe canyon cape castle cedar chalk cherry
circle cliff cloud clover coast comet compass coral cove crane creek crest crow crown
crystal daisy dale dawn deer delta desert dolphin dome dove dune eagle echo elk elm ember
falcon fern field finch fjord flame flint flower forest forge fountain fox frost galaxy
garden gate gem glacier glade glen goose granite grove gull harbor hare harvest hawk hazel
heron hill hollow horizon hornet horse island ivy jaguar jay jewel juniper kestrel kite
lagoon lake lamp lantern lark laurel leaf ledge lemon lily linden lion lotus lynx mango
maple marsh meadow mesa meteor mill mint mirror mist moon moose moss moth mountain myrtle
nebula nest newt oak oasis ocean olive orbit orchard orchid osprey otter owl palm panther
path peak pearl pebble pelican pepper petal pine plain planet plaza plum pond poplar
prairie prism quail quarry quartz rain raven reed reef ridge river robin rocket rose sail
salmon sand satellite shell shore sky slate snow sparrow spring spruce star stone stork
storm stream summit sun swallow swan thistle thunder tide tiger timber torch tower trail
tree tulip tundra valley violet wave whale willow wind wolf wren zebra
`
  .trim()
  .split(/\s+/);
