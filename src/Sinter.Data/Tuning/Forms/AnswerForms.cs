using System.Text.Json;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of questions about a text.</summary>
internal static class AnswerForms
{
    private static readonly FieldRole Paragraphs = new("paragraphs", static _ => null, "paragraphs");
    private static readonly FieldRole Questions = new("questions", static _ => null, "qas");
    private static readonly FieldRole IsImpossible = new("is_impossible", static _ => null, "is_impossible");
    private static readonly FieldRole AnswerText = new("text", static _ => null, "text", "answer");

    public static IReadOnlyList<RecordForm<AnswerRecord>> All { get; } =
    [
        RecordForm<AnswerRecord>.Many("SQuAD (articles, paragraphs, questions)", [Paragraphs], OfArticle),
        RecordForm<AnswerRecord>.Many("SQuAD (paragraphs, questions)", [FieldRoles.Context, Questions], view => OfParagraph(view, view)),
        RecordForm<AnswerRecord>.One("question, context, answers", [FieldRoles.Question, FieldRoles.Context, FieldRoles.Answers], static view => Read(view, new AnswerContext(view.Filled(FieldRoles.Context, FaultKind.EmptyText)))),
    ];

    private static IEnumerable<Func<AnswerRecord>> OfArticle(RecordView article) =>
        article.Items(article.Find(Paragraphs) ?? default, "paragraphs").SelectMany(paragraph => OfParagraph(article, article.Within(paragraph)));

    private static IEnumerable<Func<AnswerRecord>> OfParagraph(RecordView article, RecordView paragraph)
    {
        if (paragraph.Find(Questions) is not { } questions)
        {
            return [() => throw new RecordFaultException(FaultKind.MissingField, WrongFile.Missing(Questions, paragraph))];
        }

        // The context is asked for within each question, so that its fault counts for each of them.
        var context = new Lazy<AnswerContext>(() => new AnswerContext(paragraph.Filled(FieldRoles.Context, FaultKind.EmptyText)));
        return paragraph.Items(questions, "qas").Select<JsonElement, Func<AnswerRecord>>(question => () => Read(article.Within(question), context.Value));
    }

    private static AnswerRecord Read(RecordView view, AnswerContext context)
    {
        var question = view.Filled(FieldRoles.Question, FaultKind.EmptyText);
        var answers = view.Find(IsImpossible) is { ValueKind: JsonValueKind.True } ? [] : Answers(view, context);
        return new AnswerRecord(question, context.Text, answers) { Place = view.Place, Id = view.Id };
    }

    private static AnswerSpan[] Answers(RecordView view, AnswerContext context)
    {
        if (view.Find(FieldRoles.Answers) is not { } value)
        {
            return view.Has(FieldRoles.Answers) ? [] : throw new RecordFaultException(FaultKind.MissingField, WrongFile.Missing(FieldRoles.Answers, view));
        }

        var answers = Pairs(view, value).Where(static answer => answer.Text.Length > 0 || answer.Start >= 0).ToArray();
        if (answers.Length == 0)
        {
            return [];
        }

        // One wrong place among those of several people is no reason to lose the question.
        AnswerSpan[] found = [.. answers.Select(answer => context.Find(answer.Text, answer.Start)).OfType<AnswerSpan>()];
        return found.Length > 0 ? found
            : throw new RecordFaultException(FaultKind.AnswerNotInContext, $"the answer '{Shortened.Text(answers[0].Text)}'{(view.Id is { } id ? $" of the question '{Shortened.Text(id)}'" : "")}");
    }

    /// <summary>The answers as texts with the places that the file says, in code points; -1 where it says none. An empty text stands for no answer.</summary>
    private static IEnumerable<(string Text, int Start)> Pairs(RecordView view, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return view.Items(value, "answers").Select(item => item.ValueKind == JsonValueKind.Object ? Pair(view.Within(item)) : (RecordView.Text(item, "answers"), -1));
            case JsonValueKind.Object:
                var lists = view.Within(value);
                var texts = lists.Texts(AnswerText);
                var starts = lists.Has(FieldRoles.AnswerStart) ? lists.Texts(FieldRoles.AnswerStart) : [.. texts.Select(static _ => "-1")];
                return texts.Count == starts.Count ? texts.Zip(starts, static (text, start) => (text, StartOf(start)))
                    : throw new RecordFaultException(FaultKind.UnequalLengths, $"{texts.Count} answers and {starts.Count} places of answers");
            default:
                return [(RecordView.Text(value, view.NameOf(FieldRoles.Answers)), view.Has(FieldRoles.AnswerStart) ? StartOf(view.Text(FieldRoles.AnswerStart)) : -1)];
        }
    }

    private static (string Text, int Start) Pair(RecordView answer) =>
        (answer.Text(AnswerText), answer.Has(FieldRoles.AnswerStart) ? StartOf(answer.Text(FieldRoles.AnswerStart)) : -1);

    private static int StartOf(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var start) ? start : -1;
}
