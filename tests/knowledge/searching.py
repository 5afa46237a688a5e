"""Small notes on three subjects, and how tests search them."""

import sqlite3
from pathlib import Path

from knowledge.reading.notes import read_notes
from knowledge.search import Search, prepare

CLOUD = {
    "compute.md": """# Lambda

Lambda is a serverless service that runs functions.

## Lambda Limits

- Timeout: 15 minutes at most
- Memory: 128 MB to 10 GB
- Environment variables: up to 4 KB
- Temporary storage (`/tmp`): 512 MB by default
- Deployment package: 50 MB zipped

## Lambda Layers

- A function can use up to 5 layers
- Layers share code between functions

# SQS (Simple Queue Service)

## SQS Queue Types

- Standard Queues
  - At-least-once delivery
  - Best-effort ordering
- FIFO Queues
  - Exactly-once processing
  - 300 messages per second

## Message Retention

- Default: 4 days
- The visibility timeout is 30 seconds by default

# SNS (Simple Notification Service)

- SNS pushes messages to subscribers
- Fan-out: one message reaches many queues
""",
    "storage.md": """# S3 (Simple Storage Service)

S3 is an object storage service.

## Bucket Policy

- A bucket policy is a JSON document that grants access

## Storage Classes

| Class | Retrieval | Minimum days |
| --- | --- | --- |
| Standard | immediate | none |
| Glacier | minutes to hours | 90 |
| Deep Archive | 12 hours | 180 |

# EBS (Elastic Block Store)

- EBS volumes attach to one instance
- Snapshots are incremental backups

# EFS (Elastic File System)

- EFS is shared by many instances

# ECR (Elastic Container Registry)

- ECR stores container images

# ECS (Elastic Container Service)

- ECS runs containers in tasks

# CloudFront

- CloudFront caches content at edge locations

# Route 53

- Route 53 answers DNS queries on port 53

## Routing Policies

- Simple
- Weighted
- Latency
""",
    "review.md": """# SQS

## Message Retention

- Default: 4 days

# Lambda

- Timeout is 900 s
""",
}

KUBERNETES = {
    "k8s.md": """# Kubernetes

## Pod

- A pod is the smallest unit that can be deployed
- Pods in the same namespace share a network policy

## Deployment

- A deployment keeps replicas of a pod running
- Rolling updates replace pods gradually

## Horizontal Pod Autoscaler (HPA)

- The HPA checks metrics every 15 seconds
- Scales between a minimum and a maximum number of replicas

## Service Types

- ClusterIP: reachable inside the cluster only
- NodePort: opens a port from 30000 to 32767 on each node
- LoadBalancer: asks the cloud for a load balancer
""",
}

BIOLOGY = {
    "cell.md": """# Cell

## Mitochondrion

- The mitochondrion produces adenosine triphosphate (ATP)
- It has its own DNA

## Ribosome

- A ribosome builds proteins from amino acids

## Cell Cycle

| Phase | What happens |
| --- | --- |
| G1 | The cell grows |
| S | DNA is copied |
| M | The cell divides |

# Photosynthesis

- Takes place in the chloroplast
- Chlorophyll absorbs red and blue light
- Body temperature of the lizard: 35 °C
""",
}


def search_over(notes: dict[str, str], folder: Path) -> Search:
    """A search over *notes*, which are written to *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in notes.items():
        (folder / name).write_text(text, encoding="utf-8")
    index = folder / "index.db"
    read = read_notes([folder / name for name in notes])
    db = sqlite3.connect(index)
    with db:
        prepare(db, read.facts, read.topics)
    db.close()
    return Search.open(index)
