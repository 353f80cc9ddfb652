using Sinter.Data.Synthesis;

namespace Sinter.Data.Tests.Synthesis;

public sealed class TemplateGeneratorTests
{
    [Theory]
    [InlineData("Albedo is the measure of the diffuse reflection of solar radiation.", "What is Albedo?|What do you know about Albedo?|Can you tell me something about Albedo?|Tell me about Albedo in one sentence.", null)]
    [InlineData("An astronomer is a scientist in the field of astronomy who studies stars.", "What is an astronomer?", null)]
    [InlineData("Ada Lovelace was an English mathematician and writer.", "Who was Ada Lovelace?", null)]
    [InlineData("The Eiffel Tower was designed by Gustave Eiffel in Paris.", "By whom was the Eiffel Tower designed?", "By Gustave Eiffel.")]
    [InlineData("The Eiffel Tower was completed in March 1889 for a fair.", "When was the Eiffel Tower completed?", "In March 1889.")]
    [InlineData("Ada Lovelace published the first algorithm for a machine.", "Who published the first algorithm for a machine?", "Ada Lovelace.")]
    [InlineData("Saint Helena has about 12 districts in the interior of the island.", "How many districts does Saint Helena have?", "About 12 districts.")]
    [InlineData("Lake Mead is shallow because much water is taken from the river.", "Why is Lake Mead shallow?", "Because much water is taken from the river.")]
    [InlineData("It was approved by the World Health Organization (WHO) after some time.", "What does WHO stand for?", "WHO stands for World Health Organization.")]
    public async Task A_sentence_of_a_known_form_gives_its_question(string sentence, string question, string? answer)
    {
        var drafts = await Make(sentence, SynthesisKind.Qa);

        var draft = drafts.FirstOrDefault(draft => question.Split('|').Contains(draft.Prompt));
        draft.ShouldNotBeNull(string.Join(" | ", drafts.Select(static made => made.Prompt)));
        draft.Response.ShouldBe(answer ?? sentence);
    }

    [Theory]
    [InlineData("It is a measure of the diffuse reflection of solar radiation.")]
    [InlineData("He was an English mathematician and writer of some renown.")]
    [InlineData("The captain was killed in a raid near the river in 1786.")]
    [InlineData("This was founded in 1842 by people who had come from afar.")]
    [InlineData("In France there is a tower that was built of iron in 1889.")]
    [InlineData("Robert <unk> is a film actor who was seen in many places.")]
    [InlineData("Text that ends in nothing is a piece of text without end")]
    [InlineData("Alpha is a letter. beta (is another. One is open here.")]
    public async Task A_sentence_that_is_not_understood_for_sure_gives_no_question(string sentence)
    {
        var drafts = await Make(sentence, SynthesisKind.Qa);

        drafts.Where(static draft => draft.Template != "cloze").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("In 1889, the tower opened to the public of Paris.", "The tower opened to the public of Paris in 1889.")]
    [InlineData("Doral Academy opened its doors in August 2014.", "In August 2014, Doral Academy opened its doors.")]
    [InlineData("Paris is the capital of the French Republic.", "The capital of the French Republic is Paris.")]
    [InlineData("Penicillin was discovered by Alexander Fleming in 1928.", "Alexander Fleming discovered Penicillin in 1928.")]
    [InlineData("When Odysseus lost the contest, Athena came into a duel.", "Athena came into a duel when Odysseus lost the contest.")]
    public async Task A_sentence_is_rewritten_without_changing_what_it_means(string sentence, string expected)
    {
        var drafts = await Make(sentence, SynthesisKind.Paraphrase);

        drafts.Select(static draft => draft.Response).ShouldContain(expected);
        drafts.ShouldAllBe(draft => draft.Prompt.EndsWith(sentence));
    }

    [Fact]
    public async Task A_gap_stands_for_what_the_answer_says()
    {
        const string sentence = "Huntsville served as the temporary capital from 1819 to 1820 in that state.";
        var draft = (await Make(sentence, SynthesisKind.Qa)).Single(static made => made.Template == "cloze");

        draft.Prompt.ShouldContain("____");
        draft.Prompt[(draft.Prompt.IndexOf("Huntsville", StringComparison.Ordinal))..].Replace("____", draft.Response).ShouldBe(sentence);
    }

    [Fact]
    public async Task A_member_that_is_documented_is_asked_about_by_its_name()
    {
        var document = new Document { Id = "m", Text = "Returns the number of characters in the current string, as UTF-16 units.", Metadata = new MetadataDictionary([new("name", "System.String.GetLength")]) };
        var draft = (await Make(document, SynthesisKind.Qa)).Single();

        draft.Prompt.ShouldBeOneOf("What does System.String.GetLength do?", "What is System.String.GetLength for?", "Can you tell what System.String.GetLength does?");
        draft.Response.ShouldBe(document.Text);
    }

    [Fact]
    public async Task A_passage_gives_instructions_about_itself()
    {
        var drafts = await Make(Passage, SynthesisKind.Instruct);

        drafts.Select(static draft => draft.Template).ShouldBe(["heading", "summary", "title", "continue", "years", "order"], ignoreOrder: true);
        drafts.Single(static draft => draft.Template == "heading").Prompt.ShouldBe("Write a short passage about \"Lake Baikal\".");
        drafts.Single(static draft => draft.Template == "years").Response.ShouldBe("1643, 1916, 1996");
        drafts.Single(static draft => draft.Template == "title").Response.ShouldBe("Lake Baikal");
        var order = drafts.Single(static draft => draft.Template == "order");
        var lines = order.Prompt.Split('\n').Where(static line => line.Length > 3 && line[1] == '.').Select(static line => line[3..]).ToList();
        string.Join(' ', order.Response.Split(", ").Select(number => lines[number[0] - '1'])).ShouldBe(string.Join(' ', Sentences.Take(4)));
    }

    [Fact]
    public async Task A_list_is_asked_for_by_what_stands_before_it()
    {
        var drafts = await Make("# Formats\n\nThe tool reads the following formats:\n\n- JSON Lines, one object a line\n- Parquet, a row group at a time\n- Plain text\n\nOthers are refused.", SynthesisKind.Instruct);

        var draft = drafts.Single(static made => made.Template == "list");
        draft.Prompt.ShouldBe("The tool reads the following formats. Which? Answer with a list.");
        draft.Response.ShouldBe("- JSON Lines, one object a line\n- Parquet, a row group at a time\n- Plain text");
    }

    [Fact]
    public async Task A_pair_has_an_answer_of_the_text_and_one_that_is_wrong()
    {
        var drafts = await Make(Passage, SynthesisKind.Preference);

        drafts.ShouldNotBeEmpty();
        drafts.ShouldAllBe(static draft => draft.Rejected != null && draft.Rejected != draft.Response && draft.Template.Contains('/'));
        var year = drafts.Single(static draft => draft.Prompt == "When was Lake Baikal declared a World Heritage Site?");
        (year.Template, year.Response).ShouldBe(("when/other-number", "In 1996."));
        year.Rejected.ShouldBeOneOf("In 1643.", "In 1916.");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_and_another_one_other_phrasings()
    {
        var kinds = Enum.GetValues<SynthesisKind>();
        var first = await Everything(1);
        (await Everything(1)).ShouldBe(first);
        (await Everything(2)).ShouldNotBe(first);

        async Task<string> Everything(ulong seed)
        {
            var chunk = new ChunkedDocument(new Document { Id = "d", Text = Passage }, new ChunkOptions()).Chunks.Single();
            var generator = new TemplateGenerator(seed);
            var made = new List<SynthesisDraft>();
            foreach (var kind in kinds)
            {
                made.AddRange((await generator.MakeAsync(chunk, kind, 3, CancellationToken.None)).Drafts);
            }

            return string.Join('\n', made);
        }
    }

    [Theory]
    [InlineData("\uD800\uD800 is a \uDC00 thing. \0\0\0 ( [ { \" ' \u202E is the \uFFFF of x in 1999.")]
    [InlineData("A is a b is a c is a d is a e is a f is a g because because because because because.")]
    [InlineData("Ünïcödé ist ein Wort. 水は液体です。水は大切です。 Это предложение. هذه جملة.")]
    public async Task Odd_texts_do_no_harm(string text)
    {
        var document = new Document { Id = "odd", Text = string.Concat(Enumerable.Repeat(text + " ", 30)) };
        foreach (var kind in Enum.GetValues<SynthesisKind>())
        {
            (await Make(document, kind)).ShouldNotBeNull();
        }
    }

    private static readonly string[] Sentences =
    [
        "Lake Baikal is a rift lake in Russia, north of the border with Mongolia.",
        "Russians first reached the lake in 1643, when Kurbat Ivanov saw it.",
        "The first nature reserve of the lake was founded in 1916 to protect the sable.",
        "Lake Baikal was declared a World Heritage Site in 1996.",
        "Many species of the lake are found nowhere else, among them the seal of Baikal.",
        "In winter the ice of the lake is so thick that trucks can drive across.",
    ];

    private static readonly string Passage = "# Lake Baikal\n\n" + string.Join(' ', Sentences);

    private static Task<IReadOnlyList<SynthesisDraft>> Make(string text, SynthesisKind kind) => Make(new Document { Id = "d", Text = text }, kind);

    private static async Task<IReadOnlyList<SynthesisDraft>> Make(Document document, SynthesisKind kind)
    {
        var made = new List<SynthesisDraft>();
        foreach (var chunk in new ChunkedDocument(document, new ChunkOptions { MinimumCharacters = 20 }).Chunks)
        {
            made.AddRange((await new TemplateGenerator().MakeAsync(chunk, kind, 3, CancellationToken.None)).Drafts);
        }

        return made;
    }
}
