using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Training;

namespace Sinter.Cli.Tests.Recipes;

public sealed class RecipeReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_recipe_is_all_defaults_named_after_its_file()
    {
        var recipe = Read("# nothing\n");

        recipe.Name.ShouldBe("small");
        recipe.Seed.ShouldBe(42);
        recipe.Threads.ShouldBe(0);
        recipe.Clean.ShouldBe(new CleanSection());
        recipe.Tokenizer.VocabularySize.ShouldBe(8192);
        recipe.Pack.ContextLength.ShouldBe(256);
        recipe.Pretrain.Beta2.ShouldBe(0.95);
        recipe.Finetune.Steps.ShouldBe(200);
    }

    [Fact]
    public void Values_come_from_the_file()
    {
        var recipe = Read("""
            name: other
            collect: { source: dotnet-reference, path: "some folder" }
            clean:
              profile: c4
              steps:
                - c4: { minimumSentences: 3, endPunctuation: false }
                - minimumWords
                - exactDuplicates: { key: text }
            pretrain:
              learningRate: 6e-4
              samplePrompts: [ "Returns", 'the "value"' ]
            finetune:
            report: {}
            """);

        recipe.Name.ShouldBe("other");
        recipe.Collect.Path.ShouldBe("some folder");
        recipe.Clean.Profile.ShouldBe("c4");
        recipe.Clean.Chain().Steps.Select(step => step.Name).ShouldBe(["extract", "normalise", "language", "c4", "minimumWords", "exactDuplicates"]);
        recipe.Clean.Chain().Steps[3].Options["minimumSentences"].ShouldBe("3");
        recipe.Pretrain.LearningRate.ShouldBe(6e-4);
        recipe.Pretrain.SamplePrompts.ShouldBe(["Returns", "the \"value\""]);
    }

    [Fact]
    public void A_recipe_may_begin_with_a_byte_order_mark_and_have_windows_line_ends() =>
        Read("\uFEFFseed: 7\r\nmodel:\r\n  layers: 2\r\n").Model.Layers.ShouldBe(2);

    [Fact]
    public void Numbers_are_read_the_same_in_a_culture_with_decimal_commas()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Read("pretrain:\n  weightDecay: 0.25\n").Pretrain.WeightDecay.ShouldBe(0.25);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("seed: 1\npretrain:\n  stesp: 5\n", "line 3: unknown key 'pretrain.stesp'; did you mean 'pretrain.steps'?")]
    [InlineData("pretrian:\n  steps: 5\n", "line 1: unknown key 'pretrian'; did you mean 'pretrain'?")]
    [InlineData("steps: 5\n", "line 1: unknown key 'steps'; did you mean 'clean.steps'?")]
    [InlineData("clean:\n  steps:\n    - minimumWord\n", "line 2: There is no step 'minimumWord'; did you mean 'minimumWords'?")]
    [InlineData("clean:\n  steps:\n    - minimumWords: { minimum: many }\n", "line 2: 'minimumWords.minimum' is 'many', expected a whole number from 0 to 1,000,000.")]
    [InlineData("clean:\n  steps:\n    - minimumWords: { a: { b: 1 } }\n", "line 3: 'minimumWords.a' is keys with values, expected a value or a list of values.")]
    [InlineData("clean:\n  steps:\n    - [a, b]\n", "line 3: a step is a list, expected its name, or its name with options such as 'minimumWords: { minimum: 5 }'.")]
    [InlineData("clean:\n  steps: normalise\n", "line 2: 'clean.steps' is 'normalise', expected a list of steps.")]
    [InlineData("clean:\n  profile: finweb\n", "line 2: There is no profile 'finweb'; did you mean 'fineweb'?")]
    [InlineData("collect:\n  source: files\n", "line 2: 'collect.inputs' is empty, expected at least one file, folder or pattern, as 'collect.source' is files.")]
    [InlineData("tokenizer:\n  kind: bpe\n", "line 2: unknown key 'tokenizer.kind'; known are model, vocabularySize, style.")]
    [InlineData("report:\n  title: x\n", "line 2: unknown key 'report.title'; 'report' has no keys.")]
    [InlineData("pretrain:\n  steps: many\n", "line 2: 'pretrain.steps' is 'many', expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  steps: 2.5\n", "line 2: 'pretrain.steps' is '2.5', expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  steps: \"5\"\n", "line 2: 'pretrain.steps' is the text '5', expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  steps: 0\n", "line 2: 'pretrain.steps' is '0', expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  steps: 99999999999999999999\n", "expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  steps:\n", "line 2: 'pretrain.steps' is nothing, expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  steps: [1]\n", "line 2: 'pretrain.steps' is a list, expected a whole number from 1 to 100,000,000.")]
    [InlineData("pretrain:\n  learningRate: .nan\n", "line 2: 'pretrain.learningRate' is '.nan', expected a number from 0 to 10.")]
    [InlineData("pretrain:\n  learningRate: NaN\n", "line 2: 'pretrain.learningRate' is 'NaN', expected a number from 0 to 10.")]
    [InlineData("pretrain:\n  learningRate: Infinity\n", "line 2: 'pretrain.learningRate' is 'Infinity', expected a number from 0 to 10.")]
    [InlineData("pretrain:\n  samplePrompts: hello\n", "line 2: 'pretrain.samplePrompts' is 'hello', expected a list of texts.")]
    [InlineData("pretrain:\n  samplePrompts: [[a]]\n", "line 2: 'pretrain.samplePrompts' is a list, expected a list of texts.")]
    [InlineData("clean:\n  scoreDropped: yes\n", "line 2: 'clean.scoreDropped' is 'yes', expected true or false.")]
    [InlineData("collect:\n  source: web\n", "line 2: 'collect.source' is 'web', expected one of dotnet-reference, files, sums, none.")]
    [InlineData("clean: 5\n", "line 1: 'clean' must hold keys with values, found '5'.")]
    [InlineData("- a\n- b\n", "line 1: a recipe must hold keys with values, found a list.")]
    [InlineData("name: ../up\n", "line 1: 'name' is '../up', expected at most 100 letters")]
    [InlineData("seed: 1\nsplit:\n  train: 0.5\n", "line 3: 'split.train', 'split.validation' and 'split.test' add up to 0.54, expected 1.")]
    [InlineData("model:\n  heads: 3\n", "line 2: 'model.hiddenSize' is 256, expected a multiple of 'model.heads' (3).")]
    [InlineData("model:\n  heads: 256\n", "line 2: 'model.hiddenSize' / 'model.heads' is 1, expected an even number")]
    [InlineData("model:\n  keyValueHeads: 3\n", "line 2: 'model.keyValueHeads' is 3, expected a divisor of 'model.heads' (4).")]
    [InlineData("finetune:\n  learningRate: 1e-6\n", "'finetune.minimumLearningRate' is 3E-05, expected at most 'finetune.learningRate' (1E-06).")]
    [InlineData("pretrain:\n  optimizer: adam\n", "line 2: 'pretrain.optimizer' is 'adam', expected one of adamw, muon, lion, adafactor, adamw8bit.")]
    [InlineData("pretrain:\n  optimizer: lion\n  relativeStep: true\n", "line 3: 'pretrain.relativeStep' is true, expected false with 'pretrain.optimizer' lion, as it belongs to adafactor.")]
    [InlineData("finetune:\n  schedule: cosin\n", "line 2: 'finetune.schedule' is 'cosin', expected one of cosine, linear, wsd, constant.")]
    [InlineData("finetune:\n  decayShare: 1.5\n", "line 2: 'finetune.decayShare' is '1.5', expected a number from 0 to 1.")]
    public void What_is_wrong_is_said_with_file_line_and_key(string yaml, string expected)
    {
        var message = Should.Throw<InvalidDataException>(() => Read(yaml)).Message;

        message.ShouldContain(expected);
        message.ShouldStartWith(Path.Combine(_folder.Path, "small.yaml"));
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void Every_optimiser_and_schedule_that_may_be_named_is_one_that_the_trainer_has()
    {
        foreach (var optimizer in Allowed("optimizer"))
        {
            TrainingStages.Options(Read($"pretrain:\n  optimizer: {optimizer}\n").Pretrain, 1, "").Optimizer.ToString().ShouldBe(optimizer, StringCompareShould.IgnoreCase);
        }

        foreach (var schedule in Allowed("schedule"))
        {
            TrainingStages.Options(Read($"pretrain:\n  schedule: {schedule}\n").Pretrain, 1, "").ScheduleKind.ToString().ShouldBe(schedule, StringCompareShould.IgnoreCase);
        }

        Allowed("optimizer").Length.ShouldBe(Enum.GetValues<OptimizerKind>().Length);
        Allowed("schedule").Length.ShouldBe(Enum.GetValues<ScheduleKind>().Length);

        static string[] Allowed(string key) => RecipeSchema.Find("pretrain." + key)!.Expected["one of ".Length..].Split(", ");
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        Should.Throw<FileNotFoundException>(() => RecipeReader.Read(_folder.File("none.yaml"))).Message.ShouldContain("There is no recipe");
        Should.Throw<FileNotFoundException>(() => RecipeReader.Read(_folder.Path)).Message.ShouldContain("is a folder");
    }

    [Fact]
    public void Assignments_on_the_command_line_win_over_the_file_and_the_last_over_the_first()
    {
        var recipe = Read("pretrain:\n  steps: 5\n", "pretrain.steps=6", "pretrain.steps = 7", "collect.path=C:\\docs: a=b", "finetune.samplePrompts=[a, \"b c\"]");

        recipe.Pretrain.Steps.ShouldBe(7);
        recipe.Collect.Path.ShouldBe("C:\\docs: a=b");
        recipe.Finetune.SamplePrompts.ShouldBe(["a", "b c"]);
    }

    [Theory]
    [InlineData("pretrain.steps", "--set pretrain.steps: expected key=value, such as pretrain.steps=100.")]
    [InlineData("=5", "--set =5: expected key=value")]
    [InlineData("pretrain.stesp=5", "unknown key 'pretrain.stesp'; did you mean 'pretrain.steps'?")]
    [InlineData("pretrian.steps=5", "unknown key 'pretrian.steps'; did you mean 'pretrain.steps'?")]
    [InlineData("pretrain.steps=x", "'pretrain.steps' is 'x', expected a whole number")]
    [InlineData("pretrain.steps=", "'pretrain.steps' is nothing, expected a whole number")]
    [InlineData("pretrain.samplePrompts=[a", "the value is not a list; write it as [first, second].")]
    [InlineData("model.heads=3", "--set model.heads=3: 'model.hiddenSize' is 256, expected a multiple")]
    [InlineData("pretrain=5", "unknown key 'pretrain'")]
    public void A_wrong_assignment_is_wrong_use(string assignment, string expected) =>
        Should.Throw<UsageException>(() => Read("model:\n  hiddenSize: 256\n", assignment)).Message.ShouldContain(expected);

    [Fact]
    public void The_recipe_that_a_run_keeps_reads_back_to_itself()
    {
        var recipe = Read("collect:\n  path: 'it''s \"here\" # ü'\npretrain:\n  learningRate: 0.00123\n  samplePrompts: [\"a: b\", \"\", \"- x\\n\"]\n");

        var again = RecipeReader.Read(_folder.File("again.yaml", RecipeWriter.Write(recipe)));

        RecipeWriter.Write(again).ShouldBe(RecipeWriter.Write(recipe));
        again.Name.ShouldBe("small");
        again.Collect.Path.ShouldBe("it's \"here\" # ü");
        again.Pretrain.SamplePrompts.ShouldBe(["a: b", "", "- x\n"]);
    }

    private Recipe Read(string yaml, params string[] assignments) => RecipeReader.Read(_folder.File("small.yaml", yaml), assignments);
}
