using Sinter.Data.Sources;

namespace Sinter.Data.Tests.Sources;

public sealed class DotNetQuestionsTests
{
    private static readonly Document[] Documents =
    [
        .. Enumerable.Range(0, 30).SelectMany(i => new[]
        {
            Member($"M:A.B.Method{i}(System.Int32)", "method", $"A.B.Method{i}", $"Does thing {i}.", "Boolean"),
            Member($"P:A.B.Property{i}", "property", $"A.B.Property{i}", $"Gets thing {i}."),
        }),
        .. Enumerable.Range(0, 12).Select(i => Member($"T:A.Type{i}", "type", $"A.Type{i}", $"Is thing {i}.")),
        Member("F:A.B.Field", "field", "A.B.Field", "A field."),
        Member("M:A.B.#ctor", "constructor", "A.B.B", "Makes a B."),
        Member("M:A.B.op_Addition(A.B,A.B)", "operator", "A.B.Addition", "Adds."),
    ];

    [Fact]
    public void Kinds_are_asked_by_name_alone_and_answered_shortly()
    {
        var questions = Ask(QuestionKind.MemberKind);

        var question = questions.Single(conversation => conversation.Id == "memberKind:A.B.Field");
        question.Messages[0].Role.ShouldBe("user");
        question.Messages[0].Content.ShouldContain("A.B.Field");
        question.Messages[1].Role.ShouldBe("assistant");
        question.Messages[1].Content.ShouldBe("a field");
        question.Metadata[DotNetQuestions.AnswerKey].ShouldBe("a field");
        question.Metadata[DotNetQuestions.DocumentKey].ShouldBe("F:A.B.Field");
        questions.ShouldAllBe(conversation => !conversation.Messages[0].Content.Contains('('));
        questions.ShouldNotContain(conversation => conversation.Id.EndsWith("A.B.B", StringComparison.Ordinal) || conversation.Id.EndsWith("Addition", StringComparison.Ordinal));
    }

    [Fact]
    public void No_kind_is_asked_more_often_than_the_third_most_frequent_one() =>
        Ask(QuestionKind.MemberKind).CountBy(conversation => conversation.Messages[1].Content).ToDictionary().ShouldBe(
            new Dictionary<string, int> { ["a method"] = 12, ["a property"] = 12, ["a field"] = 1, ["a type"] = 12 }, ignoreOrder: true);

    [Fact]
    public void Phrasings_vary() =>
        Ask(QuestionKind.Summary).Select(conversation => conversation.Messages[0].Content.Split(' ')[0]).Distinct().Count().ShouldBeGreaterThan(2);

    [Fact]
    public void A_result_is_asked_for_only_where_its_type_is_known_and_overloads_agree()
    {
        Document[] documents =
        [
            Member("M:A.B.One(System.Int32)", "method", "A.B.One", "Does one.", "Int32"),
            Member("M:A.B.One(System.Int64)", "method", "A.B.One", "Does one.", "Int64"),
            Member("M:A.B.Two(System.Int32)", "method", "A.B.Two", "Does two.", "Uri"),
            Member("M:A.B.Two", "method", "A.B.Two", "Does two."),
            Member("M:A.B.Three", "method", "A.B.Three", "Does three."),
        ];

        var question = new DotNetQuestions().Make(documents).Single(conversation => conversation.Metadata[DotNetQuestions.QuestionKey] == QuestionKind.ReturnType);

        question.Id.ShouldBe("returnType:A.B.Two");
        question.Messages[1].Content.ShouldBe("Uri");
    }

    [Fact]
    public void Long_summaries_are_cut_after_a_sentence_and_prototypes_are_not_asked_for()
    {
        Document[] documents =
        [
            Member("M:A.B.Long", "method", "A.B.Long", "First sentence. " + new string('x', 400) + "."),
            Member("M:A.B.Endless", "method", "A.B.Endless", new string('X', 400) + "."),
            Member("M:A.B.Prototype", "method", "A.B.Prototype", "__m128 _mm_add_ps (__m128 a, __m128 b)"),
        ];

        var summary = new DotNetQuestions().Make(documents).Single(conversation => conversation.Metadata[DotNetQuestions.QuestionKey] == QuestionKind.Summary);

        summary.Messages[1].Content.ShouldBe("First sentence.");
    }

    [Fact]
    public void The_order_of_the_documents_does_not_matter()
    {
        var questions = new DotNetQuestions { MaximumSummaries = 10 };

        questions.Make(Documents.Reverse()).Select(Show).ShouldBe(questions.Make(Documents).Select(Show));

        static string Show(Conversation conversation) => $"{conversation.Id}|{conversation.Messages[0].Content}|{conversation.Messages[1].Content}";
    }

    [Fact]
    public void A_name_that_is_of_two_kinds_is_not_asked_for() =>
        new DotNetQuestions().Make([Member("T:A.B", "type", "A.B", "Is one."), Member("P:A.B", "property", "A.B", "Gets one.")]).ShouldBeEmpty();

    [Fact]
    public void Documents_of_other_sources_are_passed_over() =>
        new DotNetQuestions().Make([new Document { Id = "a", Text = "A page." }]).ShouldBeEmpty();

    private static List<Conversation> Ask(string question) =>
        [.. new DotNetQuestions().Make(Documents).Where(conversation => conversation.Metadata[DotNetQuestions.QuestionKey] == question)];

    private static Document Member(string id, string kind, string name, string summary, string? returnType = null) => new()
    {
        Id = id,
        Text = summary,
        Metadata = new MetadataDictionary(
        [
            new(ReferenceFacts.Kind, kind),
            new(ReferenceFacts.Name, name),
            new(ReferenceFacts.Summary, summary),
            .. returnType is null ? [] : new[] { KeyValuePair.Create(ReferenceFacts.ReturnType, returnType) },
        ]),
    };
}
