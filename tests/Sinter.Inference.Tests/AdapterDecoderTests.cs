using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Inference.Tests;

/// <summary>Decoding of models with adapters beside their weights.</summary>
public sealed class AdapterDecoderTests
{
    private static readonly ModelConfig Config = new() { VocabularySize = 50, HiddenSize = 32, Layers = 2, Heads = 4, KeyValueHeads = 2, IntermediateSize = 44, ContextLength = 64 };

    public static TheoryData<string> Kinds => ["lora", "dora", "prompt", "prefix", "bottleneck"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Token_by_token_gives_what_the_whole_text_gives(string kind)
    {
        IAdapter adapter = kind switch
        {
            "lora" => new LoraAdapter(new LoraOptions { Rank = 4 }),
            "dora" => new LoraAdapter(new LoraOptions { Rank = 4, Dora = true }),
            "prompt" => new PromptAdapter(new VirtualTokenOptions { Count = 5 }),
            "prefix" => new PrefixAdapter(new VirtualTokenOptions { Count = 5 }),
            _ => new BottleneckAdapter(new BottleneckOptions { Size = 8 }),
        };
        var model = new Transformer(Config, new CpuBackend(1), tuning: adapter.Tuning(Config));
        model.Initialize(4);
        foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Value.Shape.Rank > 1))
        {
            var i = 0;
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value += 0.1f * (float)Math.Sin(7.3 * ++i);
            }
        }

        int[] text = [.. Enumerable.Range(0, 30).Select(static i => i * 7 % 50)];
        var whole = Whole(model, text);
        var decoder = new CachedDecoder(model);

        decoder.ContextLength.ShouldBe(64 - adapter.VirtualTokens);
        for (var run = 0; run < 2; run++)
        {
            Difference(decoder.Append(text.AsSpan(0, 20)), whole.AsSpan(19 * 50, 50)).ShouldBeLessThan(1e-4f);
            for (var i = 20; i < 30; i++)
            {
                Difference(decoder.Append(text.AsSpan(i, 1)), whole.AsSpan(i * 50, 50)).ShouldBeLessThan(1e-4f);
            }

            decoder.Reset();
        }

        Should.Throw<ArgumentException>(() => decoder.Append(new int[65 - adapter.VirtualTokens]).Length);
    }

    /// <summary>The logits after each token, [length, vocabulary].</summary>
    private static float[] Whole(Transformer model, int[] text)
    {
        var count = model.Adapter!.VirtualTokens;
        var length = count + text.Length;
        var integers = Enumerable.Range(0, 3).Select(_ => Tensor.Input(model.Backend, [1, length], DataType.Int32)).ToArray();
        var logits = model.Logits(model.Hidden(new TextInputs(integers[0], integers[1], integers[2])));
        var program = StepProgram.Compile(logits);
        for (var i = 0; i < length; i++)
        {
            program.Values<int>(integers[0])[i] = i < count ? 0 : text[i - count];
            program.Values<int>(integers[1])[i] = i;
            program.Values<int>(integers[2])[i] = 0;
        }

        program.Run();
        var values = program.Values<float>(logits)[(count * 50)..].ToArray();
        GC.KeepAlive(program);
        return values;
    }

    private static float Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var largest = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        }

        return largest;
    }
}
