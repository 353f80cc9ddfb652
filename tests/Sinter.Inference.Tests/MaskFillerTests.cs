using Sinter.Inference.Texts;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Inference.Tests;

public sealed class MaskFillerTests
{
    [Fact]
    public void Each_mask_has_the_likeliest_tokens_of_the_models_softmax()
    {
        var model = TinyEncoder.Model();
        var filler = new MaskFiller(model, TinyEncoder.Tokenizer);

        var filled = filler.Fill("the [MASK] sat on a [MASK].", count: 3);

        int[] tokens = TinyEncoder.Tokenizer.AddSpecialTokens(TinyEncoder.Tokenizer.Encode("the [MASK] sat on a [MASK].", allowSpecial: true));
        var logits = Logits(model, tokens);
        int[] masks = [2, 6];
        filled.Count.ShouldBe(2);
        foreach (var (candidates, mask) in filled.Zip(masks))
        {
            tokens[mask].ShouldBe(4);

            // The model's vocabulary is padded to 24; the tokenizer has 17 tokens.
            var known = logits[mask][..TinyEncoder.Tokenizer.VocabularySize];
            var sum = known.Sum(static logit => Math.Exp(logit));
            var expected = known.Select(static (logit, id) => (logit, id)).OrderByDescending(static pair => pair.logit).Take(3).ToArray();
            candidates.Select(static candidate => candidate.Token).ShouldBe(expected.Select(static pair => pair.id));
            candidates.Select(static candidate => candidate.Probability).Zip(expected, (p, e) => Math.Abs(p - (Math.Exp(e.logit) / sum))).Max().ShouldBeLessThan(1e-5);
        }
    }

    [Fact]
    public void All_tokens_together_are_certain()
    {
        var all = new MaskFiller(TinyEncoder.Model(), TinyEncoder.Tokenizer).Fill("a [MASK]", count: 100)[0];

        all.Count.ShouldBe(TinyEncoder.Tokenizer.VocabularySize);
        all.Sum(static candidate => candidate.Probability).ShouldBe(1, tolerance: 1e-9);
        all.Select(static candidate => candidate.Text).ShouldContain("cat");
    }

    [Fact]
    public void Longer_and_shorter_texts_follow_one_another()
    {
        var filler = new MaskFiller(TinyEncoder.Model(), TinyEncoder.Tokenizer);
        var first = filler.Fill("the [MASK]")[0];

        filler.Fill(string.Join(' ', Enumerable.Repeat("[MASK] cat", 25))).Count.ShouldBe(25);

        filler.Fill("the [MASK]")[0].Select(static candidate => candidate.Token).ShouldBe(first.Select(static candidate => candidate.Token));
    }

    [Fact]
    public void What_has_no_mask_or_fills_none_is_refused()
    {
        var filler = new MaskFiller(TinyEncoder.Model(), TinyEncoder.Tokenizer);

        filler.Mask.ShouldBe("[MASK]");
        Should.Throw<ArgumentException>(() => filler.Fill("the cat")).Message.ShouldStartWith("The text has 0 masks '[MASK]'; expected 1 to 64.");
        Should.Throw<ArgumentException>(() => filler.Fill(string.Join(' ', Enumerable.Repeat("[MASK]", 70)))).Message.ShouldStartWith("The text has 72 tokens and the model reads 64");
        Should.Throw<ArgumentException>(() => new MaskFiller(TinyEncoder.Model(ModelHead.None), TinyEncoder.Tokenizer)).Message
            .ShouldStartWith("A model of the family Bert with the head None fills no masks; give an encoder with a masked language model's head.");
        Should.Throw<ArgumentException>(() => new MaskFiller(TinyEncoder.Model(), TinyEncoder.Tokenizer, "<blank>")).Message
            .ShouldStartWith("The tokenizer has no special token '<blank>'; say which one is its mask.");
    }

    private static float[][] Logits(TextModel model, int[] tokens)
    {
        var inputs = Enumerable.Range(0, 3).Select(_ => Tensor.Input(model.Backend, [1, tokens.Length], DataType.Int32)).ToArray();
        var logits = model.Logits(model.Hidden(new TextInputs(inputs[0], inputs[1], inputs[2])));
        var program = StepProgram.Compile(logits);
        tokens.CopyTo(program.Values<int>(inputs[0]));
        Enumerable.Range(0, tokens.Length).ToArray().CopyTo(program.Values<int>(inputs[1]));
        program.Values<int>(inputs[2]).Clear();
        program.Run();
        return [.. program.Values<float>(logits).ToArray().Chunk(model.Config.VocabularySize)];
    }
}
