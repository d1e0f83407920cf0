"""Whether a sentence of an article speaks to a machine that reads it: "ignore the above", "note to AI assistants".

Such a sentence tells nothing, and a model may obey it. Patterns, after those that known injections follow; a news
sentence that only reports of one ("the page told chatbots to ignore the rules") is mostly left alone.
"""

import re

_MACHINE = (
    r"(?:a\.?i\.?(?: (?:systems?|models?|agents?|readers?|assistants?|chat ?bots?|bots?))?|llms?|gpts?|chat ?gpts?"
    r"|(?:large )?language models?|chat ?bots?|virtual assistants?"
    r"|(?:question[- ])?answering (?:systems?|machines?|engines?))"
)
# From where other signs end, at the first that an order may follow: any later one is among what is passed over.
_OPENS = r"(?:^|(?<!\W)[^\w.!?:;—–(\[“\"‘'*#>-]*+[.!?:;—–(\[“\"‘'*#>-])"
_BEGINS = rf"{_OPENS}(?:\W++|and |now,? |please,? |then |instead,? |just |kindly |but ){{0,30}}"
_TOLD = (
    r"(?:above|below|previous|prior|earlier|preceding|foregoing|instructions?|prompts?|directions?|rules|guidelines"
    r"|context|evidence|sources?|passages?|sentences?|articles?|data|texts?|documents?|everything|anything|rest)"
)
_IGNORE = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|discard|pay no attention to"
    r"|do(?:n['’]t| not) (?:use|follow|obey))"
)
_SAY = r"(?:say|answer|respond|reply|output|print|write|state|claim|repeat|return|cite|tell|insist|report)"
_YOU = r"(?:you (?:must|should|shall|will|are to|have to|need to)|always|only|simply)"

_PATTERNS = (
    # "Ignore the above", wherever it stands; "Disregard all earlier articles" as an order.
    r"\b(?:ignore|disregard|forget) (?:all |any |everything )?(?:of )?(?:the |that is |written )?(?:above|foregoing)\b",
    rf"{_BEGINS}(?:{_YOU} )?{_IGNORE}\b(?:\W+\w+){{0,4}}?\W+{_TOLD}\b",
    rf"\b{_IGNORE} (?:all |any |the |your |these |those |my |of |other )*"
    r"(?:(?:previous|prior|earlier|preceding|above) )?(?:instructions?|prompts?|directions)\b",
    # "Note to AI systems", "As an AI", "If you are a language model", "You are now …".
    r"\b(?:note|message|notice|attention|hint|instructions?|memo|important|reminder|hello|hi|hey|dear)\b\W+"
    rf"(?:(?:to|for|all|any|every|the|you|of)\W+)*{_MACHINE}(?!\w)",
    rf"{_BEGINS}(?:(?:to|for) )?(?:(?:all|any|every|the|you) )*{_MACHINE}(?: (?:reading|that reads?) this)?\s*:",
    rf"\bas an? {_MACHINE}[,:]|\bif you(?: are|['’]re) an? {_MACHINE}(?!\w)"
    rf"|\byou are (?:now |no longer )*an? (?:\w+ )?(?:{_MACHINE}|assistant)(?!\w)",
    # "Say 90,000", "Answer only with …", "When asked …, say …", "Your answer must be …".
    rf"{_BEGINS}(?:{_YOU} )*(?:say|answer|respond|reply|output|print|write|repeat|return|insist)\b"
    r"(?: (?:only|exactly|just|instead|always|that|with|simply|to (?:the|any|every|this) (?:user|question|reader)s?))*"
    r"\s*(?:[:,]\s*)?(?:[“\"‘']|\d|\bthat\b)",
    rf"{_BEGINS}(?:{_YOU} )*(?:state|claim|report) (?:only |instead |exactly )*(?:that\b|\d)",
    rf"{_BEGINS}(?:tell|inform|assure) (?:the |any |every |all )?(?:users?|readers?|asker|whoever asks)\b",
    rf"\b(?:when|if|whenever)(?: you are)? asked\b[^.]{{0,300}}?, (?:{_YOU} )?{_SAY}\b"
    r"(?! (?:he|she|they|it|the|officials)\b)",
    rf"\b(?:when|if|whenever) (?:you (?:answer|summari[sz]e|read|process)|answering|summari[sz]ing)\b[^.]{{0,300}}?,? "
    rf"(?:{_YOU} )?{_SAY}\b",
    r"\byour (?:answer|reply|response|output|summary) (?:must|should|shall|is to|has to)\b",
    r"\bthe (?:only |one )?(?:correct|right|valid|true) answer (?:to (?:this|that|the|any|every) question(?:s)? )?is\b",
    # What only prompts hold.
    r"<\|\w|\w\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|instructions?|think)>|^\W*(?:system|assistant)\s*:",
    r"\bsystem prompt\b|\b(?:new|updated|real|hidden|secret) instructions?\s*:",
    r"^\W*#\s*(?:instruction|system|assistant)",
    r"\b(?:end|begin(?:ning)?|start) of (?:the )?(?:evidence|context|data|prompt|instructions|articles)\b",
)  # fmt: skip
_FOUND = re.compile("|".join(f"(?:{p})" for p in _PATTERNS), re.I)


def speaks_to_a_machine(sentence: str) -> bool:
    """Whether the sentence is an order to whatever model reads it."""
    return _FOUND.search(sentence) is not None
