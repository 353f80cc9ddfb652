using Sinter.Models.Files;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Tests.Heads;

public sealed class HeadTests
{
    [Theory]
    [InlineData("bert-sequence-classification")]
    [InlineData("modernbert-sequence-classification")]
    [InlineData("llama-sequence-classification")]
    public void Texts_packed_in_one_row_have_the_logits_that_each_has_alone(string name)
    {
        var model = new ReferenceModel(name).Load();
        int[] first = [7, 11, 30, 5, 9], second = [22, 5, 41], third = [18, 17, 16, 15, 14, 13];

        var packed = Classify(model, 16, [first, second, third]);

        foreach (var (text, i) in new[] { first, second, third }.Select(static (text, i) => (text, i)))
        {
            var alone = Classify(model, text.Length, [text]);
            packed[(i * alone.Length)..((i + 1) * alone.Length)].Zip(alone, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        }
    }

    [Fact]
    public void Each_pooling_takes_its_tokens()
    {
        var backend = new CpuBackend(1);
        var hidden = Tensor.From<float>(backend, [1, 2, 3, 4, 5, 6, 7, 8], [1, 4, 2]);

        Pooled(TextPooling.First).ShouldBe([3, 4, 1, 2]);
        Pooled(TextPooling.Last).ShouldBe([7, 8, 1, 2]);
        Pooled(TextPooling.Mean).ShouldBe([5, 6, 1, 2]);

        float[] Pooled(TextPooling pooling)
        {
            var shape = TextPlaces.Shape(pooling, 2);
            var places = new int[shape.Count];
            TextPlaces.Write(pooling, places, 0, 1, 3);
            TextPlaces.Clear(pooling, places, 1);
            return hidden.Pool(Tensor.From<int>(backend, places, shape), pooling).ToArray<float>();
        }
    }

    [Theory]
    [InlineData(TextPooling.First)]
    [InlineData(TextPooling.Mean)]
    public void A_text_without_a_token_or_beyond_the_last_has_no_place(TextPooling pooling)
    {
        var places = new int[TextPlaces.Shape(pooling, 2).Count];

        Should.Throw<ArgumentOutOfRangeException>(() => TextPlaces.Write(pooling, places, 0, 0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => TextPlaces.Write(pooling, places, 2, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => TextPlaces.Write(pooling, places, 0, -1, 1));
    }

    [Fact]
    public void A_choice_is_a_softmax_over_the_texts_of_a_question()
    {
        var backend = new CpuBackend(1);
        var logits = Tensor.From<float>(backend, [1, 3, 2, 0, 0, 0], [6, 1]);

        var loss = logits.ChoiceLoss(3, Tensor.From<int>(backend, [1, -1], [2]), Tensor.From<float>(backend, [1], []));

        // -log(e^3 / (e^1 + e^3 + e^2)); the second question is not trained.
        loss.Loss.Item().ShouldBe(Math.Log(1 + Math.Exp(-2) + Math.Exp(-1)), tolerance: 1e-6);
        loss.Losses.ToArray<float>()[1].ShouldBe(0);
        Should.Throw<ArgumentException>(() => logits.ChoiceLoss(4, Tensor.From<int>(backend, [1], [1]), Tensor.From<float>(backend, [1], [])))
            .Message.ShouldBe("6 texts are no whole number of questions with 4 choices each.");
    }

    [Fact]
    public void An_answer_lies_among_its_candidates_only()
    {
        var backend = new CpuBackend(1);

        // Logits of first and last token at four positions; the answer may lie at positions 1 and 2.
        var logits = Tensor.From<float>(backend, [50, -3, 1, 2, 0, 5, 70, 80], [4, 2]);

        var loss = logits.AnswerLoss(
            1,
            Tensor.From<int>(backend, [1], [1]),
            Tensor.From<int>(backend, [2], [1]),
            Tensor.From<float>(backend, [1], []),
            Tensor.From<int>(backend, [1, 3], [1, 2]));

        loss.Loss.Item().ShouldBe((Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(-3))) / 2, tolerance: 1e-6);
        Should.Throw<ArgumentException>(() => logits.AnswerLoss(3, logits, logits, logits)).Message.ShouldContain("are not two for each position of 3 rows");
    }

    [Fact]
    public void A_pair_of_rewards_loses_by_their_difference()
    {
        var backend = new CpuBackend(1);
        var rewards = Tensor.From<float>(backend, [2, 0, 1, 100], [4, 1]);

        var loss = rewards.PairLoss(Tensor.From<float>(backend, [0.5f], []));

        loss.Losses.ToArray<float>()[0].ShouldBe((float)Math.Log(1 + Math.Exp(-1)), tolerance: 1e-6f);
        loss.Losses.ToArray<float>()[1].ShouldBe(100);
        loss.Loss.Item().ShouldBe((Math.Log(1 + Math.Exp(-1)) + 100) / 2, tolerance: 1e-5);
        Should.Throw<ArgumentException>(() => rewards.Slice(0, 0, 3).PairLoss(rewards)).Message.ShouldBe("3 texts are no pairs.");
    }

    [Fact]
    public void A_head_that_says_nothing_of_what_is_asked_is_refused()
    {
        var ofTokens = new ReferenceModel("bert-token-classification").Load();
        var ofTexts = new ReferenceModel("bert-sequence-classification").Load();
        var hidden = Tensor.Zeros(ofTokens.Backend, [4, 16]);

        Should.Throw<InvalidOperationException>(() => ofTokens.Classify(hidden, hidden)).Message.ShouldBe("The head TokenClassification of the model says nothing of whole texts; give the model another head.");
        Should.Throw<InvalidOperationException>(() => ofTexts.TokenLogits(hidden)).Message.ShouldBe("The head SequenceClassification of the model says nothing of single tokens; give the model another head.");
    }

    [Theory]
    [InlineData(ModelHead.SequenceClassification, 0, "The head SequenceClassification has 0 labels; give it 1 to 65536.")]
    [InlineData(ModelHead.QuestionAnswering, 2, "The head QuestionAnswering has 2 labels; it takes none.")]
    [InlineData(ModelHead.LanguageModel, 0, "An encoder of the family Bert has no language model's head; choose the head MaskedLanguageModel.")]
    public void Labels_that_do_not_fit_the_head_are_refused(ModelHead head, int labels, string message)
    {
        var config = ModelFolder.Open(ReferenceModel.FolderOf("bert")).Config;

        Should.Throw<ArgumentException>(() => config.WithHead(head, [.. Enumerable.Range(0, labels).Select(static i => $"label {i}")])).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("bert", ModelHead.SequenceClassification, 2)]
    [InlineData("bert", ModelHead.Regression, 1)]
    [InlineData("roberta", ModelHead.Reward, 0)]
    [InlineData("roberta", ModelHead.QuestionAnswering, 0)]
    [InlineData("distilbert", ModelHead.MultipleChoice, 0)]
    [InlineData("modernbert", ModelHead.QuestionAnswering, 0)]
    [InlineData("modernbert", ModelHead.None, 0)]
    [InlineData("llama", ModelHead.MultipleChoice, 0)]
    [InlineData("llama", ModelHead.Reward, 0)]
    [InlineData("llama", ModelHead.SequenceClassification, 1)]
    [InlineData("llama", ModelHead.Regression, 3)]
    [InlineData("gpt2", ModelHead.TokenClassification, 2)]
    [InlineData("gpt-neox", ModelHead.TokenClassification, 2)]
    [InlineData("mistral", ModelHead.QuestionAnswering, 0)]
    [InlineData("qwen3", ModelHead.QuestionAnswering, 0)]
    [InlineData("openai-gpt", ModelHead.MultipleChoice, 0)]
    public void Every_head_goes_through_files(string name, ModelHead head, int labels)
    {
        var config = ModelFolder.Open(ReferenceModel.FolderOf(name)).Config.WithHead(head, [.. Enumerable.Range(0, labels).Select(static i => $"label {i}")]);
        var model = Model.Create(config, new CpuBackend(1), trainable: false);
        model.Initialize(5);
        using var folder = new TemporaryFolder();

        ModelFolder.Write(folder.Path, config, ModelWeights.ToWrite(model));
        var read = ModelWeights.Load(folder.Path, new CpuBackend(1));

        (read.Config with { Labels = [] }).ShouldBe(config with { Labels = [] });
        read.Config.Labels.ShouldBe(config.Labels);
        read.Parameters.All.Select(static parameter => parameter.Name).ShouldBe(model.Parameters.All.Select(static parameter => parameter.Name));
        foreach (var (found, expected) in read.Parameters.All.Zip(model.Parameters.All))
        {
            found.Value.ToArray<float>().ShouldBe(expected.Value.ToArray<float>(), found.Name);
        }
    }

    [Fact]
    public void An_encoder_that_its_files_cannot_say_is_not_written()
    {
        var config = ModelFolder.Open(ReferenceModel.FolderOf("bert")).Config with { NormPlacement = NormPlacement.Both };
        var model = Model.Create(config, new CpuBackend(1), trainable: false);
        using var folder = new TemporaryFolder();

        Should.Throw<ArgumentException>(() => ModelFolder.Write(folder.Path, config, ModelWeights.ToWrite(model)))
            .Message.ShouldBe("The config.json of a Bert cannot say that NormPlacement is Both: it would be read as After; choose another family or setting.");
    }

    /// <summary>The logits of texts packed into one row of a time, the rest padding.</summary>
    private static float[] Classify(TextModel model, int time, int[][] texts)
    {
        var tokens = Tensor.Input(model.Backend, [1, time], DataType.Int32);
        var positions = Tensor.Input(model.Backend, [1, time], DataType.Int32);
        var starts = Tensor.Input(model.Backend, [1, time], DataType.Int32);
        var pooling = model.Config.Pooling;
        var places = Tensor.Input(model.Backend, TextPlaces.Shape(pooling, texts.Length), DataType.Int32);
        var logits = model.Classify(model.Hidden(new TextInputs(tokens, positions, starts)), places);
        var program = StepProgram.Compile(logits);
        program.Values<int>(tokens).Clear();
        var start = 0;
        foreach (var (text, i) in texts.Append(new int[time - texts.Sum(static text => text.Length)]).Select(static (text, i) => (text, i)))
        {
            text.CopyTo(program.Values<int>(tokens)[start..]);
            program.Values<int>(starts).Slice(start, text.Length).Fill(start);
            Enumerable.Range(0, text.Length).ToArray().CopyTo(program.Values<int>(positions)[start..]);
            if (i < texts.Length)
            {
                TextPlaces.Write(pooling, program.Values<int>(places), i, start, text.Length);
            }

            start += text.Length;
        }

        program.Run();
        return program.Values<float>(logits).ToArray();
    }
}
