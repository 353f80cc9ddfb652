using Sinter.Data.Tuning.Forms;

namespace Sinter.Data.Tuning;

/// <summary>The readers of all kinds.</summary>
internal static class TaskReaders
{
    public static readonly TaskReader<ClassifyRecord> Classify = new(
        "classification", "a text ('text', 'sentence', 'review' ...) and a label ('label', 'sentiment', 'category' ...)", "text=body and label=kind", ClassifyForms.All)
    { TakesLabels = true, HasOneTarget = true };

    public static readonly TaskReader<PairRecord> Pairs = new(
        "pairs of texts", "two texts ('sentence1' and 'sentence2', 'premise' and 'hypothesis', 'question' and 'passage' ...) and a 'label' or a 'score'", "text=claim, second=evidence and label=verdict", PairForms.All)
    { Settle = PairForms.Settle, HasOneTarget = true };

    public static readonly TaskReader<TokenRecord> Tokens = new(
        "token classification", "'words' or 'tokens' and 'tags' or 'ner_tags' as lists, or lines with a word and its tag", "words=tokens and tags=ner", TokenForms.All)
    { TakesColumns = true };

    public static readonly TaskReader<AnswerRecord> Answers = new(
        "question answering", "SQuAD's form, or 'question', 'context' and 'answers'", "question=q, context=passage and answer=a", AnswerForms.All);

    public static readonly TaskReader<GenerateRecord> Generate = new(
        "generation", "a source ('source', 'document', 'article', 'input' ...) and a target ('target', 'summary', 'output' ...), or 'translation' with two languages", "source=body and target=abstract", GenerateForms.All);

    public static readonly TaskReader<ChoiceRecord> Choices = new(
        "multiple choice", "'question', 'choices' and 'answer', or the fields of a known benchmark", "question=stem, choices=options and answer=key", ChoiceForms.All);

    public static readonly TaskReader<RegressRecord> Regress = new(
        "regression", "a text and a 'score' ('target', 'value', 'rating' ...)", "text=body and score=stars", RegressForms.All);

    public static readonly TaskReader<InstructRecord> Instruct = new(
        "instructions", "'messages', 'conversations', 'instruction' and 'output', 'prompt' and 'completion' or 'question' and 'answer'", "prompt=ask and completion=reply", InstructForms.All);

    public static readonly TaskReader<PreferenceRecord> Preferences = new(
        "preferences", "'chosen' and 'rejected', and a 'prompt' or 'conversations' where the two do not begin with it", "prompt=ask, chosen=good and rejected=bad", PreferenceForms.All);

    public static readonly TaskReader<KtoRecord> Kto = new(
        "answers that are good or bad", "'messages' or 'prompt' and 'completion' with a 'label' of true or false, or preference pairs", "prompt=ask, completion=reply and label=liked", KtoForms.All);

    public static readonly TaskReader<PromptRecord> Prompts = new(
        "prompts", "a 'prompt' or 'question', and an 'answer' where a rule judges by it", "prompt=ask and answer=result", PromptForms.All);

    /// <summary>All of them by their names, those with the most particular forms first.</summary>
    public static IReadOnlyList<(string Name, ITaskReader Reader)> All { get; } =
    [
        ("preference", Preferences),
        ("kto", Kto),
        ("qa", Answers),
        ("choice", Choices),
        ("tokens", Tokens),
        ("instruct", Instruct),
        ("pair", Pairs),
        ("classify", Classify),
        ("regress", Regress),
        ("generate", Generate),
        ("prompts", Prompts),
    ];
}
