using Sinter.Data.Synthesis;

namespace Sinter.Data.Tests.Synthesis;

public sealed class ItemJudgeTests
{
    private const string Text = "Lake Baikal is a rift lake in Russia. It is 1642 metres deep, holds 23,600 cubic kilometres of water and has no rival among the fresh lakes of the world. Seals live there.";

    private static readonly SourceChunk Chunk = new ChunkedDocument(new Document { Id = "d", Text = Text }, new ChunkOptions()).Chunks.Single();

    [Theory]
    [InlineData("How deep is Lake Baikal?", "Lake Baikal is 1642 metres deep.", null)]
    [InlineData("How much water does it hold?", "23600 cubic kilometres.", null)]
    [InlineData("Name the animals of Lake Baikal.", "Seals live there.", null)]
    [InlineData("Why?", "Seals live there.", "promptLength")]
    [InlineData("How deep is Lake Baikal?", "", "length")]
    [InlineData("Lake Baikal depth", "1642 metres.", "questionMark")]
    [InlineData("According to the text, how deep is the lake?", "1642 metres.", "leak")]
    [InlineData("How deep is Lake Baikal?", "As an AI, I know that it is 1642 metres deep.", "leak")]
    [InlineData("Is Lake Baikal a rift lake in Russia?", "a rift lake", "echo")]
    [InlineData("How deep is Lake Baikal?", "The mighty ocean covers everything beneath whales.", "grounded")]
    [InlineData("How deep is Lake Baikal?", "Lake Baikal is 1743 metres deep.", "numbers")]
    [InlineData("How deep is Lake Baikal?", "Fresh water, fresh lakes, fresh water, fresh lakes, fresh water, fresh lakes.", "repetition")]
    [InlineData("Quelle est la profondeur du lac Baïkal, qui se trouve en Russie, dans le sud de la Sibérie ?", "Lake Baikal: seals", "language")]
    public void A_question_is_refused_for_the_first_rule_that_it_fails(string question, string answer, string? rule)
    {
        var judgement = new ItemJudge().Judge(new SynthesisDraft(SynthesisKind.Qa, "t", question, answer), Chunk);

        (judgement.Failed?.Name).ShouldBe(rule, judgement.Reason);
        (judgement.Reason is null).ShouldBe(rule is null);
    }

    [Fact]
    public void Limits_can_be_set_and_unknown_rules_are_told()
    {
        var draft = new SynthesisDraft(SynthesisKind.Qa, "t", "How deep is Lake Baikal?", "The mighty ocean covers everything beneath whales.");

        new ItemJudge(new Dictionary<string, double> { ["grounded"] = 0 }).Judge(draft, Chunk).Failed.ShouldBeNull();
        Should.Throw<InvalidDataException>(static () => new ItemJudge(new Dictionary<string, double> { ["groundet"] = 0 })).Message.ShouldContain("did you mean 'grounded'?");
    }

    [Theory]
    [InlineData(3.0, "score")]
    [InlineData(4.0, null)]
    [InlineData(null, null)]
    public void A_mark_of_a_model_counts_where_there_is_one(double? mark, string? rule) =>
        (new ItemJudge().Judge(new SynthesisDraft(SynthesisKind.Qa, "t", "How deep is it?", "1642 metres.", null, mark, "vague"), Chunk).Failed?.Name).ShouldBe(rule);

    [Fact]
    public void The_two_answers_of_a_pair_differ_and_so_do_a_sentence_and_its_paraphrase()
    {
        var judge = new ItemJudge();

        judge.Judge(new SynthesisDraft(SynthesisKind.Preference, "t", "How deep is Lake Baikal?", "1642 metres.", "1642 metres!"), Chunk).Failed!.Name.ShouldBe("same");
        judge.Judge(new SynthesisDraft(SynthesisKind.Preference, "t", "How deep is Lake Baikal?", "1642 metres.", "Nobody knows."), Chunk).Failed.ShouldBeNull();
        judge.Judge(new SynthesisDraft(SynthesisKind.Paraphrase, "t", "Rephrase this: Seals live there in the lake.", "Seals live there in the lake."), Chunk).Failed!.Name.ShouldBe("same");
    }

    [Fact]
    public void Rouge_l_is_the_f_measure_of_the_longest_common_subsequence()
    {
        // The example of Lin 2004, section 3.1: police killed the gunman / police kill the gunman has 3 of 4 words in order; the gunman kill police has 2.
        WordOverlap.RougeL("police killed the gunman", "police kill the gunman").ShouldBe(0.75, 1e-12);
        WordOverlap.RougeL("police killed the gunman", "the gunman kill police").ShouldBe(0.5, 1e-12);
        WordOverlap.RougeL("one two", "").ShouldBe(0);
        WordOverlap.RougeL("A b, C.", "a B c").ShouldBe(1);
    }

    [Fact]
    public void An_item_is_a_duplicate_where_prompt_and_answer_are_much_alike()
    {
        var duplicates = new ItemDuplicates(0.7);

        Add("a", "In which year was the great tower of Paris completed?", "It was completed in the year 1889.").ShouldBeNull();
        Add("b", "in WHICH year was the great tower of Paris completed", "No idea.").ShouldBe("an earlier item has the same prompt");
        Add("c", "In what year was the great tower of Paris completed?", "It was completed in the year 1889.").ShouldBe("prompt and answer are much like those of 'a'");
        Add("d", "In what year was the great tower of Paris completed?", "Workers needed more than two years for that, many say.").ShouldBeNull();
        Add("e", "What is a lake?", "It was completed in the year 1889.").ShouldBeNull();

        string? Add(string id, string prompt, string response) => duplicates.Add(id, new SynthesisDraft(SynthesisKind.Qa, "t", prompt, response));
    }

    [Fact]
    public void Near_duplicates_are_found_in_a_window_of_bounded_size()
    {
        var duplicates = new ItemDuplicates(0.7, window: 2);
        string[] words = ["alpha beta gamma delta epsilon", "one two three four five six", "red green blue white black", "alpha beta gamma delta zeta"];

        words.Select((text, at) => duplicates.Add(at.ToString(System.Globalization.CultureInfo.InvariantCulture), new SynthesisDraft(SynthesisKind.Qa, "t", text, text))).ShouldAllBe(static found => found == null);
    }
}
