"""The words that everybody uses and no notes explain: the only list here that is kept by hand.

Groups of words that mean the same to somebody who asks. The first is what it is called in notes
most often; each may be several words. They count only where the notes use one of them, so a group
costs nothing where it does not apply.
"""

SAME: tuple[tuple[str, ...], ...] = (
    ("cost", "price", "pricing", "charge", "fee", "free", "billing", "pay", "expensive", "cheap"),
    ("maximum", "max", "limit", "quota", "largest", "biggest", "highest"),
    ("minimum", "min", "smallest", "lowest"),
    ("virtual machine", "vm", "virtual server", "instance"),
    ("database", "db"),
    ("environment", "env"),
    ("environment variable", "env var"),
    ("function", "fn", "func"),
    ("configuration", "config", "setup", "settings"),
    ("management", "mgmt"),
    ("authentication", "authn", "auth", "login", "log in", "sign in"),
    ("authorization", "authz"),
    ("application", "app"),
    ("repository", "repo"),
    ("kubernetes", "k8s"),
    ("infrastructure as code", "iac"),
    ("messages", "msg"),
    ("permissions", "perms"),
    ("timeout", "time limit", "execution time", "execution timeout"),
    ("execution", "exec", "run"),
    ("certificate", "cert"),
    ("directory", "dir"),
    ("credentials", "creds"),
    ("attribute", "attr"),
    ("parameter", "param"),
    ("connection", "conn"),
    ("requests", "req", "calls"),
    ("security group", "sg"),
    ("load balancer", "lb"),
    ("availability zone", "az"),
    ("high availability", "highly available", "ha"),
    ("disaster recovery", "dr"),
    ("best practices", "tips"),
    ("advantages", "benefits", "pros"),
    ("disadvantages", "drawbacks", "downsides", "cons", "limitations"),
    ("difference", "comparison", "compared", "versus"),
    ("encrypted", "encryption", "unencrypted", "encrypt"),
    ("delete", "remove", "deleted", "erase"),
    ("create", "set up", "make", "build", "new"),
    ("speed", "fast", "performance", "quick"),
    ("retention", "keep", "retain", "kept", "stored for"),
    ("duration", "length", "period", "interval"),
    ("length", "characters", "long"),
    ("happen", "takes place", "occurs"),
    (
        "types",
        "kinds",
        "categories",
        "classes",
        "options",
        "modes",
        "sorts",
        "variants",
        "flavors",
        "families",
    ),
    ("strategies", "methods", "approaches", "policies", "patterns", "techniques"),
    ("features", "capabilities"),
    ("elements", "components", "parts", "structure"),
    ("use cases", "used for", "when to use", "uses"),
    ("purchasing", "pay", "buy", "purchase", "buying"),
    ("volume", "disk", "drive", "hard disk"),
    ("folder", "directory"),
    ("subscriber", "consumer", "receiver", "recipient"),
    ("producer", "sender", "publisher"),
    ("publish subscribe", "pub sub"),
    ("replica", "copy"),
    ("standby", "secondary"),
    ("primary", "master", "leader"),
    ("failover", "fail over", "switch over", "take over"),
    ("downtime", "outage", "unavailable", "down time", "go down"),
    ("duplicate", "twice", "repeated", "deduplication"),
    ("ordering", "ordered", "sequence"),
    ("retry", "try again", "attempts"),
    ("private", "internal"),
    ("public", "internet facing"),
    ("url", "link", "address"),
    ("automatic", "automated", "automatically", "auto"),
    ("monitor", "monitoring", "observe", "observability"),
    ("alarm", "alert", "warning"),
    ("history", "past", "previous"),
    ("gradual", "gradually", "incrementally", "canary"),
    ("country", "countries", "geographic", "geolocation"),
    ("edge location", "point presence", "pop"),
    ("global", "worldwide", "international"),
    ("requirement", "prerequisite", "prereq"),
    ("workflow", "orchestrate", "orchestration", "state machine"),
    ("search", "lookup", "look up"),
    ("recommendation", "recommend", "suggestion", "personalize"),
    ("chatbot", "chat bot", "bot", "conversational"),
    ("speech", "voice", "spoken", "audio"),
    ("handwriting", "handwritten"),
    ("face", "facial"),
    ("sentiment", "mood", "opinion", "feeling"),
    ("serverless", "no servers", "without servers"),
    ("managed", "fully managed"),
    ("compatible", "compatibility"),
    ("integration", "integrate", "integrations", "works with"),
    ("in transit", "in flight"),
    ("bandwidth", "throughput"),
    ("ip address", "ip"),
    ("expire", "expiry", "expiration", "ttl", "time live"),
    ("lifetime", "validity", "valid"),
    ("upfront", "in advance", "prepaid"),
    ("discount", "savings", "cheaper"),
    ("interrupted", "interruption", "reclaimed", "taken away"),
    ("shared", "share", "multi tenant"),
    ("regulatory", "regulations", "compliance"),
    ("immutable", "worm", "unchangeable"),
    ("throttling", "throttle", "rate limit", "rate limiting"),
    ("malicious", "harmful", "bad"),
    ("vulnerability", "weakness", "security hole", "cve"),
    ("scan", "inspect", "check"),
    ("threat", "intrusion", "danger"),
    ("warm up", "warming", "prewarm"),
    ("retrieve", "download", "fetch"),
    ("ingest", "ingestion", "import", "load"),
    ("export", "dump", "unload"),
    ("stream", "streaming"),
    ("frequently", "often", "frequent"),
    ("infrequent", "rarely", "infrequently", "seldom"),
    ("archive", "archival", "long term"),
    ("resize", "scale"),
    ("pause", "suspend", "hibernate"),
    ("attach", "mount"),
    ("swap", "exchange", "switch", "replace"),
    ("redirect", "forward", "route"),
    ("latest", "newest", "current"),
    ("legacy", "classic", "old"),
    ("mobile", "phone", "smartphone"),
    ("front end", "frontend"),
    ("back end", "backend"),
    ("developer", "programmer"),
    ("code", "script"),
    ("template", "blueprint"),
    ("output", "results", "result"),
    ("dependency", "depends"),
    ("uppercase", "capital letters"),
    ("characters", "letters", "chars"),
    ("throughput", "mb per second"),
    ("graph", "relationships"),
    ("spread across", "distributed"),
    ("tape", "tapes"),
    ("blacklist", "block list", "deny list"),
    ("whitelist", "allow list"),
    ("username", "user name"),
    ("identity provider", "idp"),
    ("federation", "federated"),
    ("on demand", "pay as go"),
    ("hot standby", "multi site"),
    ("memory", "ram"),
    ("graphics", "gpu"),
    ("offload", "relieve"),
    ("visualize", "graph"),
    ("comma separated", "csv"),
    ("spot", "interruptible"),
    ("transaction", "acid"),
    ("relational", "sql"),
    ("key value", "nosql"),
    ("tracking", "audit trail"),
    ("source code", "repository"),
    ("pipeline", "ci cd"),
    ("root user", "root account"),
    ("billing", "invoice"),
    ("ssh", "remote shell", "login shell"),
    ("jump host", "jump box", "bastion"),
    ("prevent", "avoid"),
    ("different", "other", "another", "cross"),
    ("static", "fixed"),
    ("persistence", "persistent", "survive", "durable"),
    ("forecast", "predict", "prediction"),
    ("runtime", "programming language", "language"),
    ("internet", "web", "online"),
    ("on premises", "data center", "datacenter"),
    ("inbound", "incoming", "ingress"),
    ("outbound", "outgoing", "egress"),
    ("third party", "external", "vendor"),
    ("visualization", "visualize", "dashboard", "charts"),
    ("suitable", "ideal", "suited", "suits", "good for"),
    ("temporary", "temp", "ephemeral", "short lived"),
    ("limited", "restrict", "restricted", "limit to"),
    ("real time", "realtime", "live", "instantly"),
    ("analytics", "analysis", "analyze", "analyse"),
    ("audit", "auditor", "compliance"),
    ("rotate", "rotation", "renew", "renewal"),
    ("approve", "approval", "confirm", "sign off"),
    ("production", "prod"),
    ("premises", "prem", "premise"),
    ("administrator", "admin"),
    ("choose", "select", "pick", "decide"),
    ("notify", "notification", "alert"),
    ("migrate", "migration", "move", "transfer"),
    ("unstructured", "free text"),
    ("sensitive", "personal", "confidential", "pii"),
    ("device", "hardware", "appliance"),
    ("dedicated", "own", "exclusive"),
    ("concurrent", "parallel", "simultaneous", "at once"),
    ("trace", "tracing", "track"),
    ("compress", "zip", "zipped", "compressed"),
    ("required", "mandatory", "must have"),
    ("optional", "not required"),
    ("writes", "written", "write"),
    ("log file", "logs"),
    ("disable", "turn off", "switch off", "deactivate"),
    ("enable", "turn on", "switch on", "activate"),
    ("deny", "block", "forbid", "prohibit", "reject"),
    ("cost effective", "low cost", "cheap", "cheaper", "cheapest", "lowest cost"),
    ("users", "employees", "staff", "colleagues", "workforce"),
    ("connection", "line", "link"),
    ("server", "machine", "host", "box"),
    ("availability", "avail", "uptime"),
    ("throughput", "thruput"),
    ("images", "pictures", "photos"),
    ("video", "movie", "film"),
    ("store", "hold", "save", "keep"),
    ("failure", "fail", "failed", "crash", "error", "outage"),
    ("multiple", "several", "more than one"),
    ("single", "one", "only one"),
    ("detect", "discover", "find", "recognize", "identify"),
    ("roll back", "rollback", "undo", "revert"),
    ("scheduled", "schedule", "cron"),
    ("sign up", "register", "registration"),
    ("merge", "combine", "aggregate"),
    ("distribute", "spread"),
    ("increase", "grow", "expand", "enlarge"),
    ("decrease", "shrink", "reduce"),
    ("idle", "unused"),
    ("latency", "lag", "delay"),
    ("burst", "spike", "peak"),
    ("attack", "hacker", "attacker"),
    ("operational", "usable", "working"),
    ("read write", "writable"),
    ("multi region", "multiple regions", "several regions", "worldwide"),
    ("machine learning", "ml"),
    ("replicate", "copy", "duplicate", "clone"),
    ("translate", "translation"),
    ("website", "web site", "site"),
    ("company", "organization", "enterprise", "business"),
    ("nearest", "closest"),
    ("accelerate", "faster", "speed up"),
    ("unlimited", "infinite", "no limit"),
    ("restart", "reboot"),
    ("separate", "isolate", "isolated"),
    ("modify", "change", "edit", "update"),
    ("recover", "restore", "get back"),
    ("without internet", "offline"),
    ("two factor", "2fa", "multi-factor authentication", "mfa"),
    ("asynchronous", "async"),
    ("synchronous", "sync"),
    ("dynamodb", "ddb", "dynamo"),
    ("cloudformation", "cfn"),
    ("cloudwatch", "cw"),
    ("cloudfront", "cf"),
    ("direct connect", "dx"),
    ("route 53", "r53"),
    ("elastic beanstalk", "eb"),
    ("api gateway", "apigw"),
    ("nat gateway", "natgw", "nat gw"),
    ("internet gateway", "igw"),
    ("postgresql", "postgres", "pg"),
)

# What notes call a thing, and what people say who would not find that word. These stand for the
# first but not the other way round: notes that say "slow" need not be about latency.
LAY: tuple[tuple[str, ...], ...] = (
    ("protection", "defend", "defense", "safeguard", "protect"),
    ("trigger", "kick off"),
    ("invoke", "kick off"),
    ("reliable", "dependable"),
    ("visibility", "hidden", "invisible", "hide"),
    ("sticky", "session affinity", "same server"),
    ("terminate", "kill", "shut down", "shutdown", "destroy"),
    ("anomalies", "unusual", "abnormal", "suspicious", "strange", "weird"),
    ("inappropriate", "offensive"),
    ("decoupled", "loosely coupled"),
    ("overhead", "effort"),
    ("resilience", "survive"),
    ("fault tolerance", "survive"),
    ("exposed", "leak", "leaked"),
    ("compromised", "hacked", "breached", "stolen"),
    ("unauthorized", "forbidden"),
    ("instant", "right away", "straight away", "immediately"),
    ("immediate", "right away", "straight away", "instantly"),
    ("troubleshoot", "debug", "diagnose"),
    ("transform", "convert"),
    ("budget", "spending", "spend"),
    ("commitment", "contract"),
    ("consolidated", "combined", "one bill", "single bill"),
    ("invalidate", "stale", "outdated", "purge", "flush", "refresh"),
    ("invalidation", "stale", "outdated", "purge", "flush", "refresh"),
    ("weighted", "percentage", "split"),
    ("tls", "ssl"),
    ("ssl", "tls"),
    ("operating system", "os"),
    ("cli", "command line", "terminal"),
    ("report", "document", "paperwork"),
    ("transcription", "subtitles", "captions"),
    ("medical", "healthcare", "hospital", "patient", "clinical"),
    ("financial", "bank", "banking", "finance"),
    ("network interface", "network card", "nic"),
    ("overlap", "collide", "conflict"),
    ("premises", "office", "headquarters", "own data center", "prem"),
    ("concurrency", "simultaneously", "concurrent"),
    ("dead letter", "failed messages", "undeliverable", "poison", "poisoned"),
    ("polling", "poll", "pull"),
    ("fan out", "broadcast", "one many"),
    ("replay", "rewind"),
    ("deployment", "release", "rollout", "roll out", "ship"),
    ("docker", "container"),
    ("catalog", "catalogue"),
    ("assume", "impersonate"),
    ("guest", "anonymous"),
    ("unauthenticated", "anonymous"),
    ("signed url", "presigned url", "temporary link"),
    ("presigned url", "signed url", "temporary link"),
    ("multipart", "chunks", "pieces"),
    ("business intelligence", "bi"),
    ("leaderboard", "ranking", "scoreboard", "high score"),
    ("latency", "slow", "response time"),
    ("malware", "virus"),
    ("decryption", "unlock"),
    ("granular", "detailed", "precise"),
    ("centralized", "one place", "single place"),
    ("multi account", "several accounts", "many accounts", "multiple accounts"),
    ("rehost", "without changes"),
    ("refactor", "rewrite", "redesign"),
    ("bootstrap", "start up", "startup"),
    ("hpc", "high performance computing", "supercomputer"),
    ("simulate", "mimic", "imitate", "emulate"),
    ("metric", "measurement", "statistic"),
    ("unpredictable", "varying", "changing"),
    ("predictable", "steady", "constant"),
    ("enforce", "force", "make sure"),
    ("bypass", "skip", "get around"),
    ("synchronize", "sync"),
    ("consistent", "up date"),
    ("extract", "pull out", "get out"),
    ("communicate", "talk", "speak"),
    ("approval", "sign off"),
)

# Words that ask rather than name: they weigh little, and what answers need not repeat them.
WEAK = frozenset(
    """service need want wants use uses used using user work works working get gets give gives
    make makes take takes tell explain show list describe define definition meaning mean means
    overview summary basics info information please help possible way thing things someone
    somebody something everything anything allow allowed allows let lets able put keep go goes
    going come kind sort many much long often big large small old new one ones other others
    another same different only even still again already exist existed existing inside outside
    between across after before above below over under during while without through against
    around up down out off support supports supported supporting include includes included
    including contain contains comes offer offers happen happens effect affect lose lost needs
    needed know now today first next last best better good bad most more less few lot lots
    really actually called named call name names like similar become sit sitting run runs
    running have default set sets number size max min maximum minimum maximal limit example
    examples question purpose point points detail details stay who find see look lead say says
    said vs versus differ differs difference differences compare comparison remember learn
    study everyone people person everybody quickly easily simply currently usually
    automatically itself themselves myself whole entire certain particular actual necessary
    required require requires correct right wrong true false case cases wanted place turn
    start started stop stopped begin end ends change changes changed move moved moving add
    added bring send sent write read build built handle deal cause causes reach ask asked
    answer problem problems issue issues fix solve solution avoid prevent stays every time
    times two three yet never always sometimes ever since until once near together apart
    exactly roughly sure okay ok all""".split()
)

# Words of everyday life. Notes that have one have it by chance, and an answer seldom needs it, so
# that it is rare says less than it does of a word of the subject.
ORDINARY = frozenset(
    """able abroad actor actress actually admit adult africa afternoon afterwards ago agree ahead
    air airline airport almost alone along already although always amazing america among
    amount angry animal annoyed annoying anybody anymore anyone anyway anywhere apart
    apologize appear apple area argue arm army arrive asia asleep auditor auditors away
    awesome awful baby back bad bag baker balcony ball bank barber basement basically bath
    beach bear beat beautiful became because become bed beef beer beforehand behave behind
    believe belong bend berlin beside besides bet bicycle bird birthday bizarre black blame
    blanket blink blood blow body boil bone book bored boring born borrow boss bother bottle
    bottom bought bounce bowl box boy brain bread breakfast breaking breathe bride bright
    brilliant bring broke broken brother brought brown brush bulb burn bus busy butcher butter
    butterfly buy buyer buys cake california came campaign car care career careful carefully
    carpenter carpet carry cat caught ceiling celebrate century chair champion chance charger
    cheese chef chicken child children china chocolate choose church cinema city clap clash
    classroom claw cleaner clear clearly clever click client climb clock closer clothes coat
    coffee colleague colleagues collect color come comfortable coming complain complains
    complete completely computer concert confess confused congratulate consider cook cookie
    corner couple course court cousin cover cow coworker coworkers crash crawl crazy crime
    criminal cry cup cure curious curtain cut dad daily damage dance danger dangerous dark
    daughter dear death december decide definitely degree deliver dentist depart desk dessert
    die diet difficult dinner dirty disease dish divorce doctor dog dolphin donkey door double
    doubled dozens draw drawer dream dress drink drive driver dry duck dude during each ear
    early earn earth easier easy eat egg eight elderly election electrician elephant elevator
    else embarrassing employees english enjoy enormous enough enter europe evening eventually
    ever everyday everytime everywhere evil exact excellent except excited exciting expect
    explore extra eye fact factory famous fantastic far farm farmer father favorite fear
    feather feel feet fell felt fence fight fill final finally fine finger finish finished
    fired fish fisherman fit flat floor flower fly folks food fool foot football forget
    forgets forgot fork found france frankly fresh friday friend friends frog frown fruit full
    fun funny fur furniture furthermore garden gardener gave genius germany gift girl given
    glad glance glass goat god gold gone goodbye goose got government grab grandma grandmother
    grandpa grass gray great greet grew guess guest gun guy guys haiku hair half hall hallway
    hammer hand handy hang happy hard hardly hat hate hates head hear heard heart heat heavy
    held hello here hide hilarious hill history hit hole holiday home homework honest honestly
    hop hope horrible horse hospital hotel house however huge human hundreds hungry hurry hurt
    husband ice idea idiot imagine immediately important impossible india inform insane insect
    inside insist instead interested interesting intern interview investor invite invoice
    ireland island jacket january japan job join joke journalist journey judge juice july jump
    june keeps kid kids kill kind king kitchen kitten knee knew knife knock known lamp landing
    landlord lands laptop late later laugh lawn lawyer lazy leaf learn leave lecture left leg
    legs lend less lesson lie life likely lion lip listen literally little live living loan
    london lonely longer lots loud love lovely low luck lucky lunch mad made magazine main
    mainly major man manager march mark marketing marry massive maybe meal meant meanwhile
    meat mechanic meet men met middle midnight might milk mind mine minister minor miss
    mistake mom monday money monkey month moon moreover morning mortgage mosquito mother
    mountain mouth movie much mug music myself mysterious nature near nearby nearly neck
    neighbor neighbour neither nephew nervous nevertheless newsletter newspaper nice niece
    night nightly nobody noise noisy none normal normally nose nothing notice novel november
    nowadays nowhere nurse obvious obviously ocean october odd office often okay opposite
    orange ordinary otherwise ought ourselves outdoor overnight own pain paint paper parcel
    parent paris park particularly partner partners party passenger past pasta peace peek pen
    pencil penguin pension perfect perhaps pet pharmacist phone photo pick picture piece pig
    pillow pizza planet plant plate play plenty plumber pocket poem police polite politician
    poor popular pork potato predict prefer prepare president pretty prison probably professor
    promise proper properly proud pupil puppy quick quiet quite rabbit rain raise ran rather
    reach reachable ready real realize reason receipt received recent recently recipe red
    refuses relax remember reminds rent repair repeat restaurant retire retirement rice rich
    ride ridiculous rise river road rock roof room rough round running sad safe sail salary
    sales salt sand sat saturday saw scared school scientist scream sea season seat secretly
    seem seen sell seller send separate september serious seriously seven several shake shall
    shark sheep shelf shine ship shirt shoe shop shopper shopping shops shout shown shut sick
    silly silver sing singer sister situation skin sky sleep slept slow slowly small smart
    smell smile smoke snake soap soccer sock soft soil sold soldier someday somehow somewhere
    son song soon sorry sound soup south speak speaks spend spent spider spoke spoon sport
    spring square squeeze staff stair stairs stand star stare startup steal stone stood storm
    story straight strange street strong student stuff stumble stupid sudden suddenly sugar
    suggest suit summer sun sunday sunny supper suppose surely surprise survive sweet swim
    sydney tablet tailor taken talk talks tall taste taught tax taxi tea teach teacher team
    tear teenager teeth ten tenant terrible thank thanks thick thin think thirsty thought
    threw throat throw thursday ticket tiger till tiny tired today toddler together tokyo told
    tomorrow tongue tonight tons took tooth top toss totally touch tough toward towards town
    toy travel tree tried trip trouble truck truly truth try trying tuesday turtle tv tweak
    twelve twenty twice twist ugly uncle understand understood university unless unlike untie
    unwrap upon upset usable usage usual vacation vaccine vegetable vendor victim village
    visit visitor visitors wage waiter waitress wake walk wall war warehouse wash waste way
    weapon wear weather wedding wednesday weekend weekly weird welcome went wet whale whatever
    wheel whenever wherever whether whisper whistle white whoever wide wife wild win wind wine
    wing winner winter wise wish woman women won wonder wonderful wood word wore worked worker
    world worried worries worry worse worst worth wow write written wrongly yard yeah yell
    yellow yesterday yet young yourself""".split()
)

# What notes call a thing that people ask for so.
ASKED_AS: dict[str, tuple[str, ...]] = {
    "how long": ("timeout", "duration", "retention", "lifetime"),
    "how often": ("interval", "frequency"),
    "how much": ("price", "cost"),
    "how big": ("size",),
    "how large": ("size",),
    "how fast": ("throughput", "speed"),
}

# What a question wants to read, by the words it is asked with. Keys of `measuring.KINDS`.
WANTS: tuple[tuple[str, str], ...] = (
    ("how long", "time"),
    ("how soon", "time"),
    ("how often", "time"),
    ("how quickly", "time"),
    ("how fast", "rate"),
    ("how much", "money"),
    ("how many", "count"),
    ("howmany", "count"),
    ("how big", "size"),
    ("how large", "size"),
    ("what size", "size"),
    ("how old", "time"),
    ("number of", "count"),
    ("timeout", "time"),
    ("time out", "time"),
    ("time", "time"),
    ("duration", "time"),
    ("retention", "time"),
    ("interval", "time"),
    ("expiration", "time"),
    ("ttl", "time"),
    ("window", "time"),
    ("period", "time"),
    ("delay", "time"),
    ("exec time", "time"),
    ("execution time", "time"),
    ("seconds", "time"),
    ("minutes", "time"),
    ("days", "time"),
    ("price", "money"),
    ("pricing", "money"),
    ("cost", "money"),
    ("costs", "money"),
    ("fee", "money"),
    ("size", "size"),
    ("memory", "size"),
    ("bandwidth", "rate"),
    ("throughput", "rate"),
    ("iops", "count"),
    ("port", "port"),
    ("ports", "port"),
    ("max", "most"),
    ("maximum", "most"),
    ("maximal", "most"),
    ("min", "least"),
    ("minimum", "least"),
    ("limit", "most"),
    ("default", "default"),
    ("quota", "any"),
    ("range", "any"),
    ("length", "any"),
    ("value", "any"),
    ("per", "any"),
    ("durability", "percent"),
    ("availability", "percent"),
)

# Words that such a value only makes likely.
HINTED: dict[str, str] = {
    **dict.fromkeys(("window", "retent", "interval", "expir", "expiry", "ttl", "period"), "time"),
    **dict.fromkeys(("timeout", "lifetim", "age", "delay", "frequency"), "time"),
    **dict.fromkeys(("capac", "capacity", "memory", "storag"), "size"),
    "durabil": "percent",
    "uptim": "percent",
}

# Words that a number with such a unit stands for: a fact that has one has said it.
MEASURED: dict[str, str] = {
    **dict.fromkeys(("second", "minut", "hour", "day", "month", "year", "week", "durat"), "time"),
    **dict.fromkeys(("gb", "mb", "kb", "tb", "gigabyt", "megabyt", "byt", "size"), "size"),
    **dict.fromkeys(("price", "pric", "cost", "fee", "dollar", "usd"), "money"),
    **dict.fromkeys(("gbps", "mbps", "bandwidth", "throughput"), "rate"),
    **dict.fromkeys(("maximum", "max", "limit", "quota", "biggest", "largest"), "most"),
    **dict.fromkeys(("minimum", "min", "smallest", "least"), "least"),
    "default": "default",
    "many": "any",
    "rang": "any",
    "port": "port",
    "percent": "percent",
}

# Words beside a name that still only ask what it is.
INTRODUCING = frozenset(
    """meaning mean means define definition explain describe overview summary basics info
    information service purpose point tell show help called learn study""".split()
)

COMPARING = frozenset(
    "vs versus compare compared comparison difference differences differ differs".split()
)

# How questions begin that want something explained rather than one value.
EXPLAINING = ("how does", "how do", "how is", "how are", "explain", "tell me about", "describe")

# Headings that hold a list; a query that ends in one of these wants the whole card.
LISTS = frozenset(
    """types kinds categories classes options modes sorts flavors strategies methods approaches
    policies patterns features limits limitations quotas components elements parts pillars
    states functions capabilities commands sources destinations engines ports phases stages
    steps rules benefits advantages disadvantages cons pros basics overview differences
    difference comparison ways families variants editions techniques principles models levels
    layers tiers services endpoints tips cases placement""".split()
)
