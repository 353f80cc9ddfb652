using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class PairAndTokenReadingTests : TuningFixture
{
    [Theory]
    [InlineData("{\"premise\":\"p\",\"hypothesis\":\"h\",\"label\":\"entailment\"}", "p", "h", "entailment")]
    [InlineData("{\"sentence1\":\"p\",\"sentence2\":\"h\",\"label\":0,\"idx\":1}", "p", "h", "0")]
    [InlineData("{\"question\":\"p\",\"passage\":\"h\",\"answer\":true}", "p", "h", "true")]
    [InlineData("{\"question\":\"p\",\"sentence\":\"h\",\"label\":\"not_entailment\"}", "p", "h", "not_entailment")]
    [InlineData("{\"question1\":\"p\",\"question2\":\"h\",\"is_duplicate\":\"1\"}", "p", "h", "1")]
    public void Pairs_with_a_class_are_found(string json, string first, string second, string label)
    {
        var record = TuningFile.ReadPairs(File("a.jsonl", json), Options).Records.ShouldHaveSingleItem();
        (record.First, record.Second, record.Label, record.Score).ShouldBe((first, second, label, null));
    }

    [Fact]
    public void Scores_are_told_from_classes_by_all_records_of_a_file()
    {
        var scores = TuningFile.ReadPairs(File("a.jsonl", "{\"sentence1\":\"a\",\"sentence2\":\"b\",\"label\":5}\n{\"sentence1\":\"c\",\"sentence2\":\"d\",\"label\":3.8}\n"), Options);
        scores.Records.Select(record => (record.Label, record.Score)).ShouldBe([(null, 5), (null, 3.8)]);

        var named = TuningFile.ReadPairs(File("b.csv", "sentence1,sentence2,score\na,b,4\nc,d,nan\ne,f,1e999\n"), Options);
        named.Records.ShouldHaveSingleItem().Score.ShouldBe(4);
        named.Faults.ShouldHaveSingleItem().Sentence.ShouldContain("2 of 3 records have a wrong number (first: b.csv, line 3: 'score' holds 'nan', expected a finite number)");
    }

    [Fact]
    public void A_pair_without_a_common_judgement_has_no_label()
    {
        var data = TuningFile.ReadPairs(File("a.jsonl", "{\"sentence1\":\"a\",\"sentence2\":\"b\",\"gold_label\":\"-\"}\n{\"sentence1\":\"a\",\"sentence2\":\"b\",\"gold_label\":\"neutral\"}\n"), Options);

        data.Records.Count.ShouldBe(1);
        data.Faults.ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.EmptyLabel);
    }

    [Theory]
    [InlineData("a.jsonl", "{\"words\":[\"Ann\",\"ran\"],\"tags\":[\"B-PER\",\"O\"]}\n{\"words\":[\"Yes\"],\"tags\":[\"O\"]}")]
    [InlineData("a.json", "[{\"tokens\":[\"Ann\",\"ran\"],\"ner_tags\":[\"B-PER\",\"O\"]},{\"tokens\":[\"Yes\"],\"ner_tags\":[\"O\"]}]")]
    [InlineData("a.conll", "-DOCSTART- -X- O O\n\nAnn NNP I-NP B-PER\nran VBD I-VP O\n\n\nYes UH I-INTJ O\n")]
    [InlineData("a.txt", "# a comment\r\nAnn\tB-PER\r\nran\tO\r\n\r\nYes\tO")]
    public void Words_and_tags_are_found(string name, string content)
    {
        var data = TuningFile.ReadTokens(File(name, content), Options);

        data.Records.Count.ShouldBe(2);
        data.Records[0].Words.ShouldBe(["Ann", "ran"]);
        data.Records[0].Tags.ShouldBe(["B-PER", "O"]);
        data.Records[1].Words.ShouldBe(["Yes"]);
    }

    [Fact]
    public void Universal_dependencies_give_words_and_parts_of_speech()
    {
        const string text = "# sent_id = 1\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tca\tcan\tAUX\tMD\t_\t0\troot\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_\n2.1\tx\tx\tX\tX\t_\t_\t_\t_\t_\n\n";
        var record = TuningFile.ReadTokens(File("a.conllu", text), Options).Records.ShouldHaveSingleItem();

        record.Words.ShouldBe(["ca", "n't"]);
        record.Tags.ShouldBe(["AUX", "PART"]);
        record.Place.Number.ShouldBe(3);
    }

    [Fact]
    public void Words_without_tags_are_told()
    {
        var data = TuningFile.ReadTokens(File("a.jsonl", "{\"words\":[\"a\",\"b\"],\"tags\":[1]}\n{\"words\":[],\"tags\":[]}\n{\"words\":[\"a\"],\"tags\":[3]}\n{\"words\":\"a b\",\"tags\":{}}\n"), Options);
        data.Records.ShouldHaveSingleItem().Tags.ShouldBe(["3"]);
        data.Faults.Select(fault => fault.Kind).ShouldBe([FaultKind.MissingField, FaultKind.EmptyText, FaultKind.UnequalLengths], ignoreOrder: true);

        var columns = TuningFile.ReadTokens(File("b.conll", "a O\nalone\nc O\n\nd O\n"), Options);
        columns.Records.ShouldHaveSingleItem().Words.ShouldBe(["d"]);
        columns.Faults.ShouldHaveSingleItem().Sentence.ShouldContain("b.conll, line 2: the line 'alone' has no tag");
    }
}
