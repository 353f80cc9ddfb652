using Sinter.Data.Cleaning;
using Sinter.Data.Content;
using Sinter.Tests;

namespace Sinter.Data.Tests.Content;

public sealed class ToxicityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_model_that_comes_along_tells_insults_from_thanks()
    {
        var model = ToxicityModel.Default;

        model.Score("You are a stupid idiot and everybody hates you.").ShouldBeGreaterThan(0.9);
        model.Score("Thank you so much for the lovely walk in the garden.").ShouldBeLessThan(0.5);
        model.Score("").ShouldBe(0);
        model.Score(" \n\t\0").ShouldBe(0);
        model.Score("YOU ARE A STUPID IDIOT AND EVERYBODY HATES YOU.").ShouldBe(model.Score("You are a stupid idiot and everybody hates you."));
        model.Score("\uD800 \uDC00 😀").ShouldBeInRange(0, 1);
    }

    [Fact]
    public void A_score_does_not_depend_on_the_text_before_or_the_thread()
    {
        var texts = Enumerable.Range(0, 200).Select(static i => string.Concat(Enumerable.Repeat($"word{i} bad{i % 7} day! ", 1 + (i % 50)))).ToArray();
        var alone = texts.Select(text => ToxicityModel.Default.Score(text)).ToArray();

        texts.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(text => ToxicityModel.Default.Score(text)).ToArray().ShouldBe(alone);
    }

    [Fact]
    public void Training_is_repeatable_and_learns()
    {
        var texts = Texts(200);
        var path = _folder.File("model.bin");
        new ToxicityTrainer().Train(texts).Save(path);
        new ToxicityTrainer().Train(texts).Save(path + "2");

        File.ReadAllBytes(path).ShouldBe(File.ReadAllBytes(path + "2"));
        var model = ToxicityModel.Load(path);
        model.Score("what a rotten zorg").ShouldBeGreaterThan(0.5);
        model.Score("what a sweet melon").ShouldBeLessThan(0.5);
        model.Score("what a rotten zorg").ShouldBe(new ToxicityTrainer().Train(texts).Score("what a rotten zorg"));
        ToxicityEvaluation.CrossValidate(new ToxicityTrainer(), texts).AreaUnderCurve.ShouldBeGreaterThan(0.99);
        Should.Throw<ArgumentException>(() => new ToxicityTrainer().Train([new("only one kind", true)]));
    }

    [Fact]
    public void The_area_under_the_curve_is_that_of_all_pairs()
    {
        var random = new Random(5);
        var texts = Enumerable.Range(0, 300).Select(i => new LabelledText($"you {(random.Next(3) == 0 ? "idiot" : "friend")} {i % 9}", random.Next(2) == 0)).ToList();
        var evaluation = ToxicityEvaluation.Of(ToxicityModel.Default, texts);

        var scores = texts.Select(text => (Score: ToxicityModel.Default.Score(text.Text), text.IsToxic)).ToList();
        var pairs = scores.Where(static score => score.IsToxic).SelectMany(toxic => scores.Where(static score => !score.IsToxic).Select(other => toxic.Score > other.Score ? 1 : toxic.Score < other.Score ? 0 : 0.5)).ToList();
        evaluation.AreaUnderCurve.ShouldBe(pairs.Average(), 1e-9);
        var (precision, recall, _) = evaluation.At(0.5);
        precision.ShouldBe((double)scores.Count(static score => score.Score >= 0.5 && score.IsToxic) / scores.Count(static score => score.Score >= 0.5), 1e-9);
        recall.ShouldBe((double)scores.Count(static score => score.Score >= 0.5 && score.IsToxic) / evaluation.Toxic, 1e-9);
    }

    [Fact]
    public void The_model_that_comes_along_is_made_by_the_command_in_its_readme()
    {
        var texts = LabelledText.Read(Assets.Path("corpora/toxicity/toxicity_en.csv"));
        var path = _folder.File("model.bin");
        new ToxicityTrainer().Train(texts).Save(path);

        using var embedded = typeof(ToxicityModel).Assembly.GetManifestResourceStream("Sinter.Data.Content.toxicity-en.bin")!;
        var bytes = new MemoryStream();
        embedded.CopyTo(bytes);
        bytes.ToArray().ShouldBe(File.ReadAllBytes(path));
        var evaluation = ToxicityEvaluation.CrossValidate(new ToxicityTrainer(), texts);
        evaluation.AreaUnderCurve.ShouldBeGreaterThan(0.94);
        evaluation.At(0.5).F1.ShouldBeGreaterThan(0.86);
    }

    [Fact]
    public void Labels_are_read_and_wrong_ones_named()
    {
        LabelledText.Read(_folder.File("a.csv", "text,is_toxic\nawful,Toxic\nfine,Not Toxic\n")).Select(static text => text.IsToxic).ShouldBe([true, false]);
        LabelledText.Read(_folder.File("a.jsonl", "{\"body\":\"awful\",\"label\":1}\n{\"body\":\"fine\",\"label\":false}\n"), "body", "label").Count.ShouldBe(2);
        Should.Throw<InvalidDataException>(() => LabelledText.Read(_folder.File("b.csv", "text,is_toxic\nawful,maybe\n"))).Message.ShouldContain("'maybe'");
        Should.Throw<InvalidDataException>(() => LabelledText.Read(_folder.File("c.csv", "text,mood\nawful,1\n"))).Message.ShouldContain("no label in the field 'is_toxic'");
        Should.Throw<InvalidDataException>(() => LabelledText.Read(_folder.File("d.csv", "text,is_toxic\nawful,1\n"))).Message.ShouldContain("both labels");
        Should.Throw<InvalidDataException>(() => LabelledText.Read(_folder.File("e.csv", "text,is_toxic\nawful\n"))).Message.ShouldContain("fields");
    }

    [Fact]
    public void Files_that_are_no_models_are_refused()
    {
        var path = _folder.File("model.bin");
        ToxicityModel model = new ToxicityTrainer(1).Train(Texts(10));
        model.Save(path);
        var bytes = File.ReadAllBytes(path);
        foreach (var wrong in new[] { [], bytes[..100], bytes[..^1], [.. bytes, 0], [.. "SNTXTOX2"u8, .. bytes[8..]] })
        {
            File.WriteAllBytes(path, wrong);
            Should.Throw<InvalidDataException>(() => ToxicityModel.Load(path)).Message.ShouldContain("no toxicity model");
        }

        bytes[11] = 0xFF;
        bytes[10] = 0xFF;
        File.WriteAllBytes(path, bytes);
        Should.Throw<InvalidDataException>(() => ToxicityModel.Load(path)).Message.ShouldContain("not finite");
    }

    [Fact]
    public void The_step_drops_by_document_or_by_line_or_notes()
    {
        const string insult = "You are a stupid idiot and everybody hates you.";
        var calm = string.Concat(Enumerable.Repeat("The river runs through the town, and the museum is open from nine to five on most days of the week.\n", 60));

        Run(insult).DroppedBy.ShouldBe(0);
        Run(calm).DroppedBy.ShouldBe(ChainResult.Kept);
        Run(calm + insult).DroppedBy.ShouldBe(ChainResult.Kept);
        Run(calm + insult, ("maximumOfLines", "0.9")).DroppedBy.ShouldBe(1);
        var tagged = Run(insult, ("action", "tag"));
        tagged.DroppedBy.ShouldBe(ChainResult.Kept);
        double.Parse(tagged.Result.Metadata["toxicity"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0.9);
        Should.Throw<InvalidDataException>(() => Run("text", ("model", _folder.File("none.bin")))).Message.ShouldContain("does not exist");
    }

    private static List<LabelledText> Texts(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => new LabelledText(i % 2 == 0 ? $"a rotten zorg number {i}" : $"a sweet melon number {i}", i % 2 == 0))];

    private static ChainResult Run(string text, params (string, string)[] options)
    {
        var settings = new StepSetting("toxicity", options.ToDictionary(static option => option.Item1, static option => option.Item2));
        return new ChainRunner(CleaningChain.Create(StepCatalog.BuiltIn, [settings])).Run(new Document { Id = "1", Text = text });
    }
}
