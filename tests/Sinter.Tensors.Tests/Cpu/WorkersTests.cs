using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Tests.Cpu;

public sealed class WorkersTests
{
    public static TheoryData<int> Threads => [1, 2, 3, 4 * Environment.ProcessorCount];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Every_index_is_done_once_however_many_threads_and_tasks_there_are(int threads)
    {
        var workers = Workers.Of(threads);
        var counts = new NativeBuffer(2000 * sizeof(int));
        foreach (var tasks in (int[])[0, 1, 2, threads + 1, 2000])
        {
            counts.AsSpan<int>(0, 2000).Clear();

            workers.For(tasks, new CountBody(counts));

            counts.AsSpan<int>(0, tasks).ToArray().ShouldAllBe(count => count == 1);
            counts.AsSpan<int>(tasks * sizeof(int), 2000 - tasks).ToArray().ShouldAllBe(count => count == 0);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Many_small_hand_outs_after_one_another_lose_nothing(int threads)
    {
        var workers = Workers.Of(threads);
        var counts = new NativeBuffer(8 * sizeof(int));

        for (var round = 0; round < 3000; round++)
        {
            workers.For((round % 8) + 1, new CountBody(counts));
        }

        counts.AsSpan<int>(0, 8).ToArray().Sum().ShouldBe(3000 / 8 * (8 * 9 / 2));
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void A_failure_in_any_task_reaches_the_caller_and_the_workers_go_on_working(int threads)
    {
        var workers = Workers.Of(threads);
        var counts = new NativeBuffer(64 * sizeof(int));

        var failure = Should.Throw<InvalidOperationException>(() => workers.For(64, new FailingBody(FailsAt: 40, Until: 40)));
        workers.For(64, new CountBody(counts));

        failure.Message.ShouldBe("A kernel failed: Task 40 cannot be done.");
        failure.InnerException.ShouldBeOfType<InvalidDataException>();
        counts.AsSpan<int>(0, 64).ToArray().ShouldAllBe(count => count == 1);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Of_several_failures_the_first_is_told_at_any_number_of_threads_and_tasks(int threads)
    {
        var workers = Workers.Of(threads);
        for (var round = 0; round < 200; round++)
        {
            Should.Throw<InvalidOperationException>(() => workers.For(50, new FailingBody(FailsAt: 7, Until: 50))).Message.ShouldBe("A kernel failed: Task 7 cannot be done.");
            Should.Throw<InvalidOperationException>(() => workers.For(1, new FailingBody(FailsAt: 0, Until: 0))).Message.ShouldBe("A kernel failed: Task 0 cannot be done.");
        }
    }

    [Fact]
    public async Task Callers_on_several_threads_take_turns()
    {
        var workers = Workers.Of(2);
        var counts = new NativeBuffer(100 * sizeof(int));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 50; round++)
            {
                workers.For(100, new CountBody(counts));
            }
        })));

        counts.AsSpan<int>(0, 100).ToArray().ShouldAllBe(count => count == 400);
    }

    [Fact]
    public void An_operation_that_refuses_its_values_does_so_at_any_number_of_threads()
    {
        foreach (var threads in (int[])[1, 2])
        {
            var cpu = new CpuBackend(threads);
            var table = Tensor.Zeros(cpu, [4, 3]);
            var indices = Tensor.From<int>(cpu, [9], [1]);

            Should.Throw<ArgumentException>(() => Operations.Gathering.Gather(table, indices)).Message.ShouldContain("9");
        }
    }

    private readonly unsafe struct CountBody : IParallelBody
    {
        private readonly int* _counts;

        public CountBody(NativeBuffer counts) => _counts = (int*)counts.Pointer;

        public void Run(int index, Worker worker) => Interlocked.Increment(ref _counts[index]);
    }

    private readonly record struct FailingBody(int FailsAt, int Until) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            if (index >= FailsAt && index <= Until)
            {
                throw new InvalidDataException($"Task {index} cannot be done.");
            }
        }
    }
}
