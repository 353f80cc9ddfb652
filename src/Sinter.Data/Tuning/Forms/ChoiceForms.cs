using System.Text.Json;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of questions with answers to choose from, as public benchmarks have them.</summary>
internal static class ChoiceForms
{
    private static readonly FieldRole Stem = new("question", static f => f.Question, "ctx", "question", "question_stem", "query", "prompt", "goal", "sentence", "premise", "text", "stem");
    private static readonly FieldRole Premise = new("premise", static f => f.Context, "premise");
    private static readonly FieldRole Goal = new("question", static f => f.Question, "goal");
    private static readonly FieldRole CorrectAnswer = new("correct answer", static f => f.Answer, "correct_answer");

    public static IReadOnlyList<RecordForm<ChoiceRecord>> All { get; } =
    [
        RecordForm<ChoiceRecord>.One("COPA (premise, choice1, choice2)", [Premise, FieldRoles.RightChoice], ReadCopa, static view => view.Has("choice1") && view.Has("choice2") && view.Fields.Choices is null),
        RecordForm<ChoiceRecord>.One("PIQA (goal, sol1, sol2)", [FieldRoles.RightChoice], static view => OfFields(view, view.Text(Goal), ["sol1", "sol2"], ["0", "1"]), static view => view.Has(Goal) && view.Has("sol1") && view.Has("sol2")),
        RecordForm<ChoiceRecord>.One("WinoGrande (sentence, option1, option2)", [Stem, FieldRoles.RightChoice], static view => OfFields(view, view.Text(Stem), ["option1", "option2"], ["1", "2"]), static view => view.Has("option1") && view.Has("option2")),
        RecordForm<ChoiceRecord>.One("SocialIQA (context, question, answerA to answerC)", [FieldRoles.Question, FieldRoles.RightChoice], static view => OfFields(view, Joined(view), ["answerA", "answerB", "answerC"], ["1", "2", "3"]), static view => view.Has("answerA") && view.Has("answerB") && view.Has("answerC")),
        RecordForm<ChoiceRecord>.One("SciQ (question, correct_answer, distractors)", [FieldRoles.Question, CorrectAnswer], ReadDistractors, static view => view.Has("distractor1")),
        RecordForm<ChoiceRecord>.One("columns A to D", [FieldRoles.Question, FieldRoles.RightChoice], static view => OfFields(view, Joined(view), Letters(view), Letters(view)), static view => view.Has("A") && view.Has("B")),
        RecordForm<ChoiceRecord>.One("MMLU (question, four choices, letter)", [], ReadMmlu, static view => ClassifyForms.IsNameless(view, 6) && ClassifyForms.Cell(view, "column6").Trim() is ['A' or 'B' or 'C' or 'D']),
        RecordForm<ChoiceRecord>.One("TruthfulQA (mc1_targets)", [FieldRoles.Question], ReadTargets, static view => view.Find("mc1_targets") is { ValueKind: JsonValueKind.Object }),
        RecordForm<ChoiceRecord>.One("question, choices, answer", [Stem, FieldRoles.Choices, FieldRoles.RightChoice], ReadChoices, static view => view.NameOf(FieldRoles.Choices) != view.NameOf(FieldRoles.RightChoice)),
        RecordForm<ChoiceRecord>.One("ARC (question with its choices)", [FieldRoles.Question, FieldRoles.RightChoice], ReadNested, static view => view.Find(FieldRoles.Question) is { ValueKind: JsonValueKind.Object }),
    ];

    private static ChoiceRecord ReadChoices(RecordView view)
    {
        var (choices, labels) = ChoicesOf(view, view.Find(FieldRoles.Choices) ?? throw new RecordFaultException(FaultKind.WrongChoice, "there are no choices"));
        return Of(view, Joined(view), choices, Right(view, choices, labels));
    }

    /// <summary>ARC's own files: the question is an object with its stem and its choices.</summary>
    private static ChoiceRecord ReadNested(RecordView view)
    {
        var question = view.Within(view.Find(FieldRoles.Question)!.Value);
        var (choices, labels) = ChoicesOf(question, question.Find("choices") ?? throw new RecordFaultException(FaultKind.WrongChoice, "there are no choices"));
        return Of(view, question.Find("stem") is { } stem ? RecordView.Text(stem, "stem") : "", choices, Right(view, choices, labels));
    }

    private static ChoiceRecord ReadCopa(RecordView view)
    {
        // COPA's own words for what is asked about the premise.
        var asked = view.Find("question") is { } question ? RecordView.Text(question, "question") : "";
        var ending = asked switch
        {
            "cause" => "\nWhat was the cause of this?",
            "effect" => "\nWhat happened as a result?",
            _ => "",
        };
        return OfFields(view, view.Filled(Premise, FaultKind.EmptyText) + ending, ["choice1", "choice2"], ["0", "1"]);
    }

    private static ChoiceRecord ReadDistractors(RecordView view)
    {
        var question = Joined(view);
        var right = view.Text(CorrectAnswer);
        var choices = view.Names.Where(static name => name.StartsWith("distractor", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Select(name => RecordView.Text(view.Find(name) ?? default, name)).ToList();

        // The file tells no place for the right answer: the question chooses one, for ever the same.
        var place = (int)(StableHash.Of(question) % (ulong)(choices.Count + 1));
        choices.Insert(place, right);
        return Of(view, question, choices, place);
    }

    private static ChoiceRecord ReadTargets(RecordView view)
    {
        var targets = view.Find("mc1_targets")!.Value.EnumerateObject().ToArray();
        var question = view.Filled(FieldRoles.Question, FaultKind.EmptyText);
        if (targets.Count(static target => IsOne(target.Value)) != 1)
        {
            throw new RecordFaultException(FaultKind.WrongChoice, "'mc1_targets' has not exactly one answer with the value 1");
        }

        // The right answer stands first in these files: a model must not learn that.
        var choices = targets.Select(static target => (target.Name, Hash: StableHash.Of(target.Name), IsRight: IsOne(target.Value))).OrderBy(static target => target.Hash).ToArray();
        return Of(view, question, [.. choices.Select(static choice => choice.Name)], Array.FindIndex(choices, static choice => choice.IsRight));
    }

    private static bool IsOne(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number == 1;

    private static ChoiceRecord ReadMmlu(RecordView view)
    {
        string[] choices = [ClassifyForms.Cell(view, "column2"), ClassifyForms.Cell(view, "column3"), ClassifyForms.Cell(view, "column4"), ClassifyForms.Cell(view, "column5")];
        return Of(view, ClassifyForms.Cell(view, "column1"), choices, ClassifyForms.Cell(view, "column6").Trim()[0] - 'A');
    }

    private static ChoiceRecord OfFields(RecordView view, string question, IReadOnlyList<string> names, IReadOnlyList<string> labels)
    {
        string[] choices = [.. names.Select(name => view.Find(name) is { } value ? RecordView.Text(value, name) : "")];
        return Of(view, question, choices, Right(view, choices, labels));
    }

    private static string[] Letters(RecordView view) => [.. Enumerable.Range(0, 26).Select(static i => ((char)('A' + i)).ToString()).TakeWhile(view.Has)];

    /// <summary>The question, with the context before it where there is one.</summary>
    private static string Joined(RecordView view)
    {
        var role = view.Fields.Question is not null || !view.Has(FieldRoles.Question) ? Stem : FieldRoles.Question;
        var question = view.Filled(role, FaultKind.EmptyText);
        var context = view.Has(FieldRoles.Context) && view.NameOf(FieldRoles.Context) is not "support" && view.NameOf(FieldRoles.Context) != view.NameOf(role) ? view.Text(FieldRoles.Context) : "";
        return string.IsNullOrWhiteSpace(context) ? question : context + "\n" + question;
    }

    /// <summary>The choices, and the names that the file gives them: of a list of texts, of objects, or of two lists.</summary>
    private static (IReadOnlyList<string> Choices, IReadOnlyList<string>? Labels) ChoicesOf(RecordView view, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var lists = view.Within(value);
            return lists.Find("text") is { } texts
                ? (lists.Texts(texts, "text"), lists.Find("label") is { } labels ? lists.Texts(labels, "label") : null)
                : ([.. lists.Names.Select(name => RecordView.Text(lists.Find(name) ?? default, name))], [.. lists.Names]);
        }

        var items = view.Items(value, view.NameOf(FieldRoles.Choices)).Take(1000).ToArray();
        return items is [{ ValueKind: JsonValueKind.Object }, ..]
            ? ([.. items.Select(item => Member(view, item, "text"))], [.. items.Select(item => Member(view, item, "label"))])
            : ([.. items.Select(static item => RecordView.Text(item, "choices"))], null);
    }

    private static string Member(RecordView view, JsonElement item, string name) => view.Within(item).Find(name) is { } value ? RecordView.Text(value, name) : "";

    /// <summary>
    /// The index of the right choice. A JSON number is an index; a text is looked for among the names of the choices, then among the choices themselves, then it may be a letter or
    /// the digits of an index.
    /// </summary>
    private static int Right(RecordView view, IReadOnlyList<string> choices, IReadOnlyList<string>? labels)
    {
        var name = view.NameOf(FieldRoles.RightChoice);
        var value = view.Find(FieldRoles.RightChoice) ?? throw new RecordFaultException(FaultKind.WrongChoice, $"'{name}' is empty");
        var text = RecordView.Text(value, name).Trim();
        var right = -1;
        if (value.ValueKind != JsonValueKind.Number || labels is not null)
        {
            right = IndexOf(labels, text) is var label and >= 0 ? label : IndexOf(choices, text);
        }

        // Names that are digits leave no doubt; letters may be counted too.
        if (right < 0 && (labels is null or [[>= 'A' and <= 'Z'], ..]) && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            right = number;
        }

        if (right < 0 && labels is null && text is [>= 'A' and <= 'Z' or >= 'a' and <= 'z'])
        {
            right = char.ToUpperInvariant(text[0]) - 'A';
        }

        return right >= 0 && right < choices.Count ? right
            : throw new RecordFaultException(FaultKind.WrongChoice, $"'{name}' is '{Shortened.Text(text)}', which names none of {choices.Count} choices");
    }

    private static int IndexOf(IReadOnlyList<string>? texts, string text)
    {
        for (var i = 0; i < (texts?.Count ?? 0); i++)
        {
            if (string.Equals(texts![i].Trim(), text, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static ChoiceRecord Of(RecordView view, string question, IReadOnlyList<string> choices, int right) =>
        string.IsNullOrWhiteSpace(question) ? throw new RecordFaultException(FaultKind.EmptyText, "the question is empty")
            : choices.Count < 2 ? throw new RecordFaultException(FaultKind.WrongChoice, choices.Count == 0 ? "there are no choices" : "there is only one choice")
            : choices.Any(string.IsNullOrWhiteSpace) ? throw new RecordFaultException(FaultKind.EmptyAnswer, "a choice is empty")
            : new ChoiceRecord(question, choices, right) { Place = view.Place, Id = view.Id };
}
