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
    ("timeout", "time limit", "execution time"),
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
    ("types", "kinds", "categories", "classes", "options", "modes", "sorts", "variants", "flavors"),
    ("strategies", "methods", "approaches", "policies", "patterns", "techniques"),
    ("features", "capabilities"),
    ("elements", "components", "parts", "structure"),
    ("use cases", "used for", "when to use", "uses"),
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

# Words that ask rather than name: they weigh little, and what answers need not repeat them.
WEAK = frozenset(
    """service need want wants use uses used using user work works working get gets give gives make
    makes take takes tell explain show list describe define definition meaning mean means overview
    summary basics info information please help possible way ways thing things someone somebody
    something everything anything allow allowed allows let lets able put keep go goes going come
    kind sort many much long often big large small old new one ones other others another same
    different only even still again already exist existed existing inside outside between across
    after before above below over under during while without through against around up down out
    off support supports supported supporting include includes included including contain contains
    come comes offer offers happen happens effect affect lose lost need needs needed know
    now today first next last best better good bad most more less few lot lots really actually
    called named call name names like similar become sit sitting run runs running have
    default set sets number size max min maximum minimum maximal limit example examples question
    purpose point points detail details stay who find see look lead say says said
    vs versus difference differences compare comparison remember learn study everyone people
    person everybody please thing quickly easily simply currently actually usually automatically
    against itself themselves myself whole entire certain particular actual possible necessary
    required require requires needed correct right wrong true false case cases want wanted like
    allowed let put place turn start started stop stopped begin end ends change changes changed
    move moved moving add added bring send sent write read build built handle deal cause causes
    reach ask asked answer problem problems issue issues fix solve solution avoid prevent stays
    every time times two three without still yet never always sometimes ever since until once
    near together apart exactly roughly sure okay ok""".split()
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

COMPARING = frozenset("vs versus compare compared comparison difference differences".split())

# How questions begin that want something explained rather than one value.
EXPLAINING = ("how does", "how do", "how is", "how are", "explain", "tell me about", "describe")

# Headings that hold a list; a query that ends in one of these wants the whole card.
LISTS = frozenset(
    """types kinds categories classes options modes sorts flavors strategies methods approaches
    policies patterns features limits limitations quotas components elements parts pillars states
    functions capabilities commands sources destinations engines ports phases stages steps rules
    benefits advantages disadvantages cons pros basics overview differences difference comparison
    models levels layers tiers services endpoints tips cases placement""".split()
)
