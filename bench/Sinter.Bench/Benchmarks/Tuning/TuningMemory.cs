using System.Globalization;
using Sinter.Models;

namespace Sinter.Bench.Benchmarks.Tuning;

/// <summary>
/// What tuning takes of memory beyond the weights: everything trained, LoRA, and LoRA over weights in 4 bits (QLoRA), of one model of GPT-2's kind that is drawn at random. Each is a few real steps in a process of its own, whose native
/// blocks are counted, beside what was planned without running anything. Goal: LoRA takes at most 35 % of full tuning beyond the weights; QLoRA a quarter of the weights' memory.
/// </summary>
/// <param name="sizes">The model; its batch is that of none.</param>
/// <param name="batches">Sequences of a pass.</param>
/// <param name="threads">Threads that compute.</param>
internal sealed class TuningMemory(TuningMemorySize sizes, IReadOnlyList<int> batches, int threads)
{
    private const double Goal = 0.35;
    private const double Megabyte = 1e6;

    private static readonly (string Name, TuningWay Way, bool Recomputes)[] Rows =
    [
        ("full", TuningWay.Full, false),
        ("full, blocks computed again", TuningWay.Full, true),
        ("LoRA rank 8, all kept", TuningWay.Lora, false),
        ("LoRA rank 8", TuningWay.Lora, true),
        ("QLoRA rank 8", TuningWay.QLora, true),
    ];

    /// <summary>Measures, writing a line for each batch and method as they come.</summary>
    public void Run(TextWriter output)
    {
        output.WriteLine(Said($"{sizes.Layers} layers of {sizes.Width}, vocabulary {sizes.Vocabulary:N0}, context {sizes.Context}, AdamW, {TuningMemoryRound.Steps} steps, {threads} threads. MB are 1,000,000 bytes. LoRA and QLoRA compute blocks again for their gradients, as `finetune` has it."));
        output.WriteLine();
        output.WriteLine("| batch | method | trained weights | weights MB | beyond MB | of it gradients MB | optimizer MB | passes and kernels MB | planned MB | measured / planned | of full | resident peak MB | loss |");
        output.WriteLine("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        Dictionary<TuningWay, long> weights = [];
        var worst = 0.0;
        foreach (var batch in batches)
        {
            var full = 0.0;
            foreach (var (name, way, recomputes) in Rows)
            {
                var size = sizes with { Batch = batch };
                var plan = TuningMemoryRound.Plan(size, way, recomputes, threads);
                var measured = TuningMemoryRound.Start(size, way, recomputes, threads);
                full = full == 0 ? measured.BeyondBytes : full;
                weights[way] = measured.WeightBytes;
                var share = measured.BeyondBytes / full;
                worst = way != TuningWay.Full && recomputes ? Math.Max(worst, share) : worst;
                var passes = measured.BeyondBytes - measured.GradientBytes - measured.OptimizerBytes;
                output.WriteLine(Said(
                    $"| {batch} | {name} | {measured.TrainedWeights:N0} | {measured.WeightBytes / Megabyte:N1} | {measured.BeyondBytes / Megabyte:N1} | {measured.GradientBytes / Megabyte:N1} | {measured.OptimizerBytes / Megabyte:N1} | {passes / Megabyte:N1} | {plan.BytesBeyondWeights / Megabyte:N1} | {measured.BeyondBytes / (double)plan.BytesBeyondWeights:0.000} | {share:0.0 %} | {measured.ResidentBytes / Megabyte:N0} | {measured.FirstLoss:0.000} to {measured.LastLoss:0.000} |"));
                output.Flush();
            }
        }

        output.WriteLine();
        output.WriteLine(Said($"Goal: LoRA and QLoRA, as `finetune` runs them, at most {Goal:0 %} of full tuning beyond the weights; the largest share measured is {worst:0.0 %}."));
        output.WriteLine();
        SayWeights(output, weights[TuningWay.QLora]);
    }

    /// <summary>What the weights take: of the whole model, and of the matrices that are stored in 4 bits alone, beside floats and 16 bits.</summary>
    private void SayWeights(TextWriter output, long narrow)
    {
        var layout = ModelLayout.Of(sizes.Config);
        var (all, matrices) = (layout.Sum(static spec => spec.Shape.Count), layout.Where(static spec => spec.Role == Tensors.Programs.ParameterRole.Matrix).Sum(static spec => spec.Shape.Count));

        // Beside the matrices the model's other weights are floats, and so is the adapter.
        var adapter = TuningMemoryRound.Plan(sizes with { Batch = 1 }, TuningWay.QLora, recomputes: true, threads).TrainedParameters * sizeof(float);
        var (own, stored) = (narrow - adapter, narrow - adapter - ((all - matrices) * sizeof(float)));
        output.WriteLine("| weights of QLoRA's model | F32 MB | BF16 MB | as stored MB | of F32 | of BF16 |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        Line("whole model, its embeddings floats", all, own);
        Line("matrices of the blocks, in 4 bits", matrices, stored);
        output.WriteLine();
        output.WriteLine(Said($"The adapter takes {adapter / Megabyte:N1} MB more."));

        void Line(string name, long count, long bytes) => output.WriteLine(Said(
            $"| {name} | {count * 4 / Megabyte:N1} | {count * 2 / Megabyte:N1} | {bytes / Megabyte:N1} | {bytes / (count * 4.0):0.0 %} | {bytes / (count * 2.0):0.0 %} |"));
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
